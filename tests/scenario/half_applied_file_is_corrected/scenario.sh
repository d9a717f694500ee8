# Of a half-applied file the rest may be corrected; the part that has run may not, and it may not be gone.
expect_exit 1 dunlin migrate
expect_output "001_a.sql:6:13" 'relation "b" does not exist (42P01)' "the first 3 statements"
cp migrations/001_a.sql kept
remember_catalog

sed -i 's/VALUES (1)/VALUES (10)/; s/INTO b/INTO a/' migrations/001_a.sql
expect_exit 5 dunlin migrate
expect_output "001_a.sql:3:1" "ran: INSERT INTO a VALUES (1)" "now: INSERT INTO a VALUES (10)"
expect_same_catalog

head -n 3 kept >migrations/001_a.sql
expect_exit 5 dunlin migrate
expect_output "has become shorter" "3 statements have run"
: >migrations/001_a.sql
expect_exit 5 dunlin migrate
rm migrations/001_a.sql
expect_exit 5 dunlin migrate
expect_output "001_a" "half applied"
expect_same_catalog

# Another file can't overtake it.
cp kept migrations/001_a.sql
file migrations/002_b.sql <<<"CREATE TABLE second (id int);"
expect_exit 1 dunlin migrate
expect_no_table second
expect_sql "SELECT count(*) FROM a" 1

# Comments may change everywhere.
sed 's/^-- Rollback/-- a note\n-- Rollback/; s/INTO b/INTO a/' kept >migrations/001_a.sql
migrate
expect_output "finished 001_a" "applied 002_b"
expect_sql "SELECT string_agg(id::text, ',' ORDER BY id) FROM a" 1,2,3
expect_exit 0 dunlin status --check
