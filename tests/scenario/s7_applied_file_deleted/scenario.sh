# The file of an applied migration is gone: refused; written back from the journal, or forgotten with a reason.
migrate
rm migrations/001_a.sql
file migrations/003_c.sql <<<"CREATE TABLE c (id int);"
expect_exit 5 dunlin migrate
expect_output "001_a" "repair --restore" "repair --forget"
expect_no_table c
expect_state 001 missing
expect_exit 3 dunlin status --check

expect_exit 0 dunlin repair --restore 001
[ -f migrations/001_a.sql ] || fail "no file"
expect_exit 5 dunlin repair --restore 001
expect_exit 0 dunlin repair --accept 001 --reason "restored"
migrate
expect_table c
run_sql "CREATE SCHEMA other; SET search_path = other" # the restored file makes the same things
sed 's/CREATE TABLE a/CREATE TABLE other.a/; s/INTO a/INTO other.a/' migrations/001_a.sql | psql -X -q -v ON_ERROR_STOP=1
expect_sql "SELECT count(*) FROM other.a" 2

rm migrations/001_a.sql
expect_exit 5 dunlin migrate
expect_exit 2 dunlin repair --forget 001
expect_exit 0 dunlin repair --forget 001 --reason "squashed into the baseline"
migrate
expect_applied 002 003
expect_sql "SELECT reason FROM dunlin.ledger WHERE kind = 'forgotten'" "squashed into the baseline"
expect_table a
