# What to do next when the cause isn't the file: rights, and memory of the server. Correcting the file would help neither.
run_sql 'DROP ROLE IF EXISTS hints_visitor; CREATE ROLE hints_visitor LOGIN; CREATE TABLE owned (id int)'
file migrations/001_owned.sql <<'SQL'
ALTER TABLE owned ADD COLUMN note text;
SQL
visitor() { DUNLIN_DATABASE_URL=$(url_of hints_visitor) dunlin "$@"; }
expect_exit 5 visitor migrate
expect_output "role hints_visitor may not create the schema dunlin" "GRANT CREATE ON DATABASE"
run_sql "GRANT CREATE ON DATABASE \"$PGDATABASE\" TO hints_visitor"
expect_exit 1 visitor migrate
expect_output "must be owner of table owned (42501)" "next: use a role that may do that, or have the right granted, then run the same command again" "nothing of 001_owned remains"
expect_no_output "correct the file"
run_sql 'ALTER TABLE owned OWNER TO hints_visitor; GRANT CREATE ON SCHEMA public TO hints_visitor'
expect_exit 0 visitor migrate
file migrations/002_memory.sql <<'SQL'
DO $$ BEGIN RAISE SQLSTATE '53200' USING MESSAGE = 'out of memory'; END $$;
SQL
expect_exit 1 visitor migrate
expect_output "out of memory (53200)" "next: the server is out of memory: let the statement use less (work_mem, maintenance_work_mem)"
expect_no_output "correct the file"
run_sql 'REASSIGN OWNED BY hints_visitor TO postgres; DROP OWNED BY hints_visitor; DROP ROLE hints_visitor'
