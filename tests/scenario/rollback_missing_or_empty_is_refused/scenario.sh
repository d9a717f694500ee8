# A rollback that is missing or empty is refused by name before anything is touched; written later and recorded, it runs.
migrate
remember_catalog
expect_exit 5 dunlin rollback --to 0
expect_output "002_none"
expect_no_output "003_c, " "001_a"
expect_same_catalog
expect_applied 001 002 003
expect_exit 5 dunlin rollback --steps 2 --json
expect_json .outcome refused
printf 'CREATE TABLE d (id int);\n-- dunlin:down\n  -- nothing but a comment\n ;\n' >migrations/004_empty.sql
migrate
expect_exit 5 dunlin rollback
expect_output "004_empty"
expect_table d
printf '[policy]\nrequire_rollback = true\n' >dunlin.toml
printf 'CREATE TABLE e (id int);\n-- dunlin:down\n-- later\n' >migrations/005_required.sql
expect_exit 3 dunlin migrate
expect_output "005_required" "missing-rollback"
expect_no_table e
rm migrations/005_required.sql dunlin.toml
mkdir -p rollback
file rollback/002_none.sql <<<"DROP TABLE b;"
expect_exit 2 dunlin repair --rollback 002
expect_exit 0 dunlin repair --rollback 002 --reason "written later"
expect_exit 0 dunlin repair --forget 004 --reason test
rm migrations/004_empty.sql
rollback --to 0
expect_no_table a b c
