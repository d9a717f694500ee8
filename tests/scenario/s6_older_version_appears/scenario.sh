# A version below an applied one is refused by name, and applied when asked. Each numbering for itself.
migrate
file migrations/002_b.sql <<<"CREATE TABLE b (id int);"
file migrations/004_d.sql <<<"CREATE TABLE d (id int);"
remember_catalog
expect_exit 5 dunlin migrate
expect_output "out of order" "002_b" "003" "--include-all"
expect_no_output "004_d"
expect_same_catalog
expect_state 002 out_of_order
expect_exit 3 dunlin status --check
expect_exit 0 dunlin migrate --include-all
expect_applied 001 002 003 004
expect_sql "SELECT string_agg(version, ' ' ORDER BY position) FROM dunlin.ledger" "001 003 002 004"

# A dated hotfix comes after the sequential ones; a new sequential one isn't out of order because of it.
file migrations/20240105_hotfix.sql <<<"CREATE TABLE hot (id int);"
migrate
file migrations/005_e.sql <<<"CREATE TABLE e (id int);"
migrate
file migrations/202401041200_earlier.sql <<<"CREATE TABLE earlier (id int);"
expect_exit 5 dunlin migrate
expect_output "202401041200_earlier" "20240105"
expect_no_table earlier
