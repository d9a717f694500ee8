# -- dunlin:verify: what must be true once the statement has run; after a crash it tells whether a lone one has.
file migrations/001_ordinary.sql <<'SQL'
CREATE TABLE a (id int, checked bool);
INSERT INTO a VALUES (1), (2);
-- dunlin:verify SELECT checked FROM a
UPDATE a SET checked = true WHERE id = 1;
SQL
expect_exit 1 dunlin migrate
expect_output "what dunlin:verify asks isn't true: SELECT checked FROM a" "it returned NULL" "001_ordinary.sql:4:1" "nothing of 001_ordinary remains"
expect_no_table a
sed -i 's/ WHERE id = 1//' migrations/001_ordinary.sql
migrate
expect_sql "SELECT count(*) FROM a WHERE checked" 2
expect_sql "SELECT count(*) FROM dunlin.journal" 3

# No row is no proof.
printf -- '-- dunlin:verify SELECT true FROM a WHERE id = 7\nINSERT INTO a VALUES (8);\n' >migrations/002_b.sql
expect_exit 1 dunlin migrate
expect_output "it returned no row"
expect_sql "SELECT count(*) FROM a" 2
rm migrations/002_b.sql

# Killed with the statement done: it is true, and isn't run again.
file migrations/002_refill.sql <<'SQL'
CREATE TABLE runs (n int);
-- dunlin:unit alone
-- dunlin:verify SELECT count(*) >= 3 FROM runs
INSERT INTO runs SELECT generate_series(1, 3);
INSERT INTO runs VALUES (10);
SQL
expect_exit 137 env DUNLIN_KILL_AT=after-alone "$DUNLIN" migrate
expect_sql "SELECT count(*) FROM runs" 3
migrate
expect_sql "SELECT count(*) FROM runs" 4

# Killed before it ran: it is false, and the statement runs.
sed 's/runs/more/' migrations/002_refill.sql | sed 's/runs/more/g' >migrations/003_refill.sql
expect_exit 137 env DUNLIN_KILL_AT=after-intent "$DUNLIN" migrate
expect_sql "SELECT count(*) FROM more" 0
migrate
expect_sql "SELECT count(*) FROM more" 4

# A lone statement whose verification fails isn't done, and what it names need not exist.
file migrations/004_index.sql <<'SQL'
-- dunlin:verify SELECT obj_description('a_id'::regclass) IS NOT NULL
CREATE INDEX CONCURRENTLY a_id ON a (id);
SQL
expect_exit 1 dunlin migrate
expect_output "what dunlin:verify asks isn't true" "004_index has begun"
expect_state 004 partial
run_sql "COMMENT ON INDEX a_id IS 'looked at'"
migrate
expect_state 004 applied
file migrations/005_made.sql <<'SQL'
-- dunlin:unit alone
-- dunlin:verify SELECT to_regclass('made') = 'made'::regclass
CREATE TABLE made (id int);
SQL
expect_exit 137 env DUNLIN_KILL_AT=after-intent "$DUNLIN" migrate
migrate
expect_table made
