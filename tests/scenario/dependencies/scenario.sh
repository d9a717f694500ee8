# Dependencies change the order; a missing one, a circle, and one that isn't part of the run are refused by name.
expect_exit 5 dunlin migrate --to 1
expect_output "001_late depends on 003_base"
expect_exit 5 dunlin migrate --steps 1
# 001 fails behind the 003 that it needs; neither it nor 002 is out of order afterwards.
run_sql "CREATE TABLE late ()"
expect_exit 1 dunlin migrate
expect_applied 003
run_sql "DROP TABLE late"
migrate
expect_sql "SELECT string_agg(version, ' ' ORDER BY position) FROM dunlin.ledger" "003 001 002"
remember_catalog
printf -- '-- Depends: 017\nSELECT 1;\n' >migrations/004_x.sql
expect_exit 5 dunlin migrate
expect_output "004_x depends on '017'"
printf -- '-- Depends: 006_z\nSELECT 1;\n' >migrations/004_x.sql
printf -- '-- Depends: 4\nSELECT 1;\n' >migrations/005_y.sql
printf -- '-- Depends: 005_y\nSELECT 1;\n' >migrations/006_z.sql
expect_exit 5 dunlin migrate
expect_output "circle" "004_x -> 006_z -> 005_y -> 004_x"
expect_same_catalog
