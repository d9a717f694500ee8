# What a rollback destroys is in dunlin_kept afterwards: tables with rows, columns with values, what CASCADE and DO take
# along, partitioned tables. What is empty isn't kept.
make() { rm -rf migrations; file migrations/001_m.sql; migrate --quiet; }
undo() { rollback --json; kept=$(jq -r '.migrations[0].kept | length' "$captured/out"); }
reset() { run_sql "SET client_min_messages = warning; DROP SCHEMA IF EXISTS dunlin, dunlin_kept, public CASCADE; CREATE SCHEMA public"; }
expect_kept() { [ "$kept" = "$1" ] || fail "$kept tables kept instead of $1"; }
only() { sql "SELECT 'dunlin_kept.' || quote_ident(name) FROM dunlin.kept WHERE origin LIKE '$1%'"; }

# A table.
make <<'SQL'
CREATE TABLE orders (id int PRIMARY KEY, name text);
CREATE TABLE empty (id int);
-- dunlin:down
DROP TABLE orders, empty;
SQL
run_sql "INSERT INTO orders VALUES (1, 'one'), (2, NULL)"
undo
expect_kept 1
expect_no_table orders empty
expect_sql "SELECT string_agg(id || coalesce(name, '-'), ',' ORDER BY id) FROM $(only public.orders)" "1one,2-"
expect_sql "SELECT what, rows, version FROM dunlin.kept" "table|2|001"

# Columns, with the key; columns without values aren't kept.
reset
make <<'SQL'
CREATE TABLE orders (id int PRIMARY KEY, a text, b text);
-- dunlin:down
ALTER TABLE orders DROP COLUMN a, DROP COLUMN b;
SQL
run_sql "INSERT INTO orders VALUES (1, 'x', NULL), (2, NULL, NULL), (3, NULL, 'y')"
undo
expect_kept 1
expect_sql "SELECT string_agg(id || coalesce(a, '-') || coalesce(b, '-'), ',' ORDER BY id) FROM $(only 'public.orders(')" "1x-,3-y"
expect_sql "SELECT count(*) FROM orders" 3
reset
make <<'SQL'
CREATE TABLE orders (id int PRIMARY KEY, a text);
-- dunlin:down
ALTER TABLE orders DROP COLUMN a;
SQL
run_sql "INSERT INTO orders VALUES (1, NULL)"
undo
expect_kept 0
expect_sql "SELECT to_regnamespace('dunlin_kept') IS NULL" t

# DROP SCHEMA CASCADE, and what an EXECUTE in a DO block drops.
reset
make <<'SQL'
CREATE SCHEMA app;
CREATE TABLE app.one (id int);
CREATE TABLE app."Two; ""x""" (id int);
CREATE TABLE three (id int);
-- dunlin:down
DROP SCHEMA app CASCADE;
DO $$ BEGIN EXECUTE 'DROP TABLE ' || 'three'; END $$;
SQL
run_sql "INSERT INTO app.one VALUES (1); INSERT INTO app.\"Two; \"\"x\"\"\" VALUES (2); INSERT INTO three VALUES (3)"
undo
expect_kept 3
expect_sql "SELECT count(*) FROM $(only app.one)" 1
expect_sql "SELECT id FROM $(only 'app.Two')" 2
expect_sql "SELECT id FROM $(only public.three)" 3

# A partitioned table, once; and a table that inherits, with the columns of its own.
reset
make <<'SQL'
CREATE TABLE p (id int, k int) PARTITION BY RANGE (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
-- dunlin:down
DROP TABLE p;
SQL
run_sql "INSERT INTO p VALUES (1, 1), (2, 11)"
undo
expect_kept 1
expect_sql "SELECT count(*) FROM $(only public.p)" 2
reset
make <<'SQL'
CREATE TABLE base (id int);
CREATE TABLE child (own text) INHERITS (base);
-- dunlin:down
DROP TABLE base CASCADE;
SQL
run_sql "INSERT INTO child VALUES (1, 'mine')"
undo
expect_sql "SELECT own FROM $(only public.child)" mine

# A user type that goes as well.
reset
make <<'SQL'
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE people (id int, m mood, l mood[]);
-- dunlin:down
DROP TABLE people;
DROP TYPE mood;
SQL
run_sql "INSERT INTO people VALUES (1, 'glad', '{sad,glad}')"
undo
expect_kept 1
expect_sql "SELECT id, m::text, l::text FROM $(only public.people)" "1|glad|{sad,glad}"

# Twice the same: both are kept.
reset
make <<'SQL'
CREATE TABLE again (id int);
-- dunlin:down
DROP TABLE again;
SQL
run_sql "INSERT INTO again VALUES (1)"
undo
migrate
run_sql "INSERT INTO again VALUES (2)"
undo
expect_sql "SELECT count(*) FROM dunlin.kept" 2

# Purged by name, or all; --drop-data keeps nothing.
name=$(sql "SELECT min(name) FROM dunlin.kept")
expect_exit 0 dunlin purge
expect_output "$name" "public.again"
expect_exit 2 dunlin purge "nothing_of_that_name" --yes
expect_exit 5 dunlin purge "$name"
expect_sql "SELECT count(*) FROM pg_tables WHERE schemaname = 'dunlin_kept'" 2
expect_exit 0 dunlin purge "$name" --yes
expect_no_table "dunlin_kept.$name"
expect_exit 0 dunlin purge --all --yes
expect_sql "SELECT count(*) FROM pg_tables WHERE schemaname = 'dunlin_kept'" 0
expect_sql "SELECT count(*) FROM dunlin.kept WHERE purged_at IS NULL" 0
migrate
run_sql "INSERT INTO again VALUES (3)"
rollback --drop-data
expect_no_table again
expect_sql "SELECT count(*) FROM pg_tables WHERE schemaname = 'dunlin_kept'" 0
