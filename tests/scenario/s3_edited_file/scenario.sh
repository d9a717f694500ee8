# An edited applied file is refused with the difference in its SQL; accepted with a reason; comments pass when asked.
migrate --to 001
remember_catalog
sed -i 's/  name text/  name varchar(20)/' migrations/001_a.sql
expect_exit 5 dunlin migrate
expect_output "edited after being applied" "migrations/001_a.sql:4" "-   name text" "+   name varchar(20)" "dunlin repair --accept"
expect_no_output "-   id int"
expect_same_catalog
expect_state 001 changed
expect_exit 3 dunlin status --check
expect_exit 5 dunlin migrate --json
expect_json .outcome refused
expect_json .error.code refused

expect_exit 2 dunlin repair --accept 1
expect_output "needs a reason"
expect_exit 0 dunlin repair --accept 1 --reason "widened by hand, ticket 12"
expect_state 001 applied
# Again, there is nothing to accept, and nothing is recorded.
expect_exit 0 dunlin repair --accept 1 --reason "once more"
expect_output "nothing to accept: the file of 1" "nothing was recorded"
expect_exit 0 dunlin repair --accept 1 --reason "once more" --json
expect_json '[.outcome, has("run")] | tostring' '["done",false]'
expect_sql "SELECT count(*) FROM dunlin.run WHERE command = 'repair'" 1
expect_exit 2 dunlin repair --accept 3 --reason "no such file"
expect_sql "SELECT reason FROM dunlin.ledger WHERE kind = 'adopted'" "widened by hand, ticket 12"
migrate
expect_table c

# What was accepted was never run: there is no text to compare with.
sed -i 's/varchar(20)/varchar(30)/' migrations/001_a.sql
expect_exit 5 dunlin migrate
expect_output "001_a.sql: its text isn't the one that was adopted or accepted"
sed -i 's/varchar(30)/varchar(20)/' migrations/001_a.sql
migrate

# Comments and white space only.
printf -- '-- new comment\nCREATE TABLE  c  (id int) ;\n\n' >migrations/002_b.sql
expect_exit 5 dunlin migrate
expect_output "CREATE TABLE  c  (id int)"
printf -- '-- new comment\nCREATE TABLE c (id int);\n' >migrations/002_b.sql
expect_exit 5 dunlin migrate
expect_output "002_b.sql: comments or white space between statements only"
sed -i 's/^-- the first/-- the very first/' migrations/001_a.sql
printf '[policy]\nchecksums = "ignore-comments"\n' >dunlin.toml
migrate
expect_output "nothing to do"
expect_exit 0 dunlin status --check
printf 'CREATE TABLE  c  (id int) ;\n\n' >migrations/002_b.sql
migrate
printf 'CREATE TABLE c (id bigint);\n' >migrations/002_b.sql
expect_exit 5 dunlin migrate
expect_output "- CREATE TABLE c (id int)" "+ CREATE TABLE c (id bigint)"
