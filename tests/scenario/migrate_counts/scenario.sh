# Rows before and after: of the tables that the files name, recorded beside the run, and asked for by verify.
run_sql 'CREATE TABLE orders (id int PRIMARY KEY); INSERT INTO orders SELECT generate_series(1, 1200)
  ; CREATE TABLE lines (id int PRIMARY KEY, order_id int REFERENCES orders ON DELETE CASCADE); INSERT INTO lines SELECT n, n FROM generate_series(1, 1200) n
  ; CREATE TABLE "Odd ""name" (id int); INSERT INTO "Odd ""name" VALUES (1); CREATE TABLE order_archive (id int); CREATE TABLE elsewhere (id int)
  ; CREATE TABLE log (id int) PARTITION BY RANGE (id); CREATE TABLE log_1 PARTITION OF log DEFAULT; INSERT INTO log VALUES (1), (2)'
file migrations/001_add.sql <<'SQL'
ALTER TABLE orders ADD COLUMN note text;
INSERT INTO "Odd ""name" VALUES (2), (3);
CREATE TABLE made (id int);
INSERT INTO made VALUES (1);
DELETE FROM log_1 WHERE false;
SQL
expect_exit 1 dunlin verify --quiet  # nothing is applied
expect_no_output "rows of"
migrate --counts
expect_output "public.orders: 1,200 rows, as before" 'public.Odd "name: 1 -> 3 rows' "public.made: none there -> 1 row" "public.log: 2 rows, as before" \
  "public.lines: 1,200 rows, as before"
expect_no_output "order_archive" "elsewhere" "1 rows"
expect_exit 0 dunlin verify
expect_output "rows of public.orders" "rows of public.made"

# Rows that are gone, also those that went with others: the run is done, verify says which.
file migrations/002_clean.sql <<'SQL'
DO $$ BEGIN EXECUTE 'DELETE FROM ORDERS WHERE id > 900'; END $$;
DROP TABLE made;
SQL
expect_exit 0 dunlin migrate --counts --json
expect_json '[.counts[] | "\(.table) \(.before) \(.after)"] | join(", ")' 'public.lines 1200 900, public.made 1 null, public.orders 1200 900'
expect_exit 1 dunlin verify --quiet
expect_output "rows of public.orders" "1,200 rows before run 2" "900 after it, 900 now" "rows of public.lines" "rows of public.made"
expect_no_output "Odd"  # the last run that counted is what is asked for

# Rows that came back are no loss any more; a table that is made again without them still is one.
run_sql 'INSERT INTO orders SELECT generate_series(901, 1200); INSERT INTO lines SELECT n, n FROM generate_series(901, 1200) n; CREATE TABLE made (id int)'
expect_exit 1 dunlin verify --quiet
expect_output "rows of public.made" "none there after it, 0 now"
expect_no_output "public.orders" "public.lines"
run_sql 'DROP TABLE made; CREATE TABLE made AS SELECT 1 AS id'
expect_exit 0 dunlin verify --quiet
run_sql 'DROP TABLE made; DELETE FROM orders WHERE id > 900'
expect_exit 1 dunlin verify --quiet

# A reason that was given for the run is an answer.
file migrations/003_shorter.sql <<'SQL'
DELETE FROM lines WHERE id > 800;
SQL
migrate --counts --reason "lines of closed orders"
expect_exit 0 dunlin verify
expect_output "the reason given: lines of closed orders"

# Without --counts nothing is counted, nor for a run that is only shown; a run that fails leaves both counts.
echo "DELETE FROM lines WHERE id > 700;" >migrations/004_more.sql
expect_exit 0 dunlin migrate --counts --dry-run
migrate
expect_sql "SELECT max(run) FROM dunlin.row_count" 3
printf 'DELETE FROM lines;\nSELECT 1 / 0;\n' >migrations/005_fails.sql
expect_exit 1 dunlin migrate --counts
expect_output "public.lines: 700 rows, as before"
expect_sql "SELECT before, after FROM dunlin.row_count WHERE run = (SELECT max(run) FROM dunlin.row_count) AND relation = 'public.lines'" "700|700"

# A table that can't be read in time: nothing has run.
rm migrations/005_fails.sql
echo "DELETE FROM lines;" >migrations/005_all.sql
session holder
tell holder "BEGIN; LOCK TABLE lines"
expect_exit 4 dunlin migrate --counts
tell holder "ROLLBACK"
close_session holder
expect_sql "SELECT count(*) FROM lines" 700

# A name that is also that of a table which this role may not read: it is left out, and said.
rm migrations/005_all.sql
run_sql "DROP ROLE IF EXISTS counting; CREATE ROLE counting LOGIN; GRANT CREATE ON DATABASE \"$PGDATABASE\" TO counting; GRANT ALL ON ALL TABLES IN SCHEMA dunlin TO counting
  ; GRANT ALL ON SCHEMA dunlin, public TO counting; GRANT ALL ON ALL SEQUENCES IN SCHEMA dunlin TO counting; GRANT SELECT ON elsewhere TO counting
  ; ALTER TABLE dunlin.row_count OWNER TO counting; CREATE SCHEMA hidden; CREATE TABLE hidden.status (id int); CREATE TABLE unreadable (id int)"
echo "CREATE TABLE counted (status text); COMMENT ON TABLE counted IS 'not unreadable, not elsewhere';" >migrations/005_words.sql
expect_exit 0 dunlin migrate --counts --db-url "$(url_of counting)"
expect_output "not counted" "hidden.status, public.unreadable" "public.elsewhere: 0 rows, as before" "public.counted: none there -> 0 rows"
expect_exit 0 dunlin verify --quiet

# A run that counted, and whose files name no table, is the last one that counted.
run_sql "INSERT INTO elsewhere VALUES (1)"
echo "DELETE FROM elsewhere;" >migrations/006_empty.sql
migrate --counts
expect_exit 1 dunlin verify --quiet
echo "CREATE SCHEMA apart;" >migrations/007_apart.sql
migrate --counts
expect_exit 0 dunlin verify --quiet

# Another name, another schema, also where the text doesn't have it: no row is gone. One that loses some on the way is told.
run_sql 'CREATE SCHEMA archive; CREATE TABLE people AS SELECT generate_series(1, 5) AS id; CREATE TABLE moved AS SELECT 1 AS id; CREATE TABLE built AS SELECT 1 AS id'
file migrations/008_names.sql <<'SQL'
ALTER TABLE people RENAME TO persons;
ALTER TABLE moved SET SCHEMA archive;
DO $$ BEGIN EXECUTE 'ALTER TABLE built RENAME TO ' || 'in_' || 'pieces'; END $$;
SQL
expect_exit 0 dunlin migrate --counts --json
expect_json '[.counts[] | "\(.table) \(.before) \(.after)"] | join(", ")' 'archive.moved 1 1, public.in_pieces 1 1, public.persons 5 5'
expect_exit 0 dunlin verify --quiet
printf 'DELETE FROM persons WHERE id > 3;\nALTER TABLE persons RENAME TO people;\n' >migrations/009_fewer.sql
migrate --counts
expect_exit 1 dunlin verify --quiet
expect_output "rows of public.people" "5 rows before run" "3 after it, 3 now"
expect_no_output "persons"
run_sql "DROP OWNED BY counting CASCADE; DROP ROLE counting"
