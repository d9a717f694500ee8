# What PostgreSQL would refuse of the schema or of what the policies leave is known before anything is loaded.
make_source() { rm -rf app.db database .dunlin migrations; sqlite3 app.db "$1"; }
way() { printf '[transfer]\n%s\n' "$1" >dunlin.toml; }
refused() { expect_json '[.problems[] | select(.weight == "refused") | "\(.rule) \(.object) \(.count) \(.keys | join(","))"] | join(";")' "$1"; }
begin_anew() { expect_exit 0 dunlin transfer return --drop --from app.db --yes; }

# Parents that a policy leaves out: their children are refused, or the key holds for new rows only.
make_source "CREATE TABLE p (id INTEGER PRIMARY KEY, n INT); CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p);
  INSERT INTO p VALUES (1, 4), (2, 'x'), (3, 9); INSERT INTO c VALUES (1, 2), (2, 1)"
way '[[transfer.column]]
match = "p.n"
misfit = "reject"'
expect_exit 3 dunlin transfer prepare --from app.db --json
refused "parent-left-out c.p 1 id=1"
expect_exit 3 dunlin transfer run --from app.db --yes
expect_no_table c
way 'orphans = "not_valid"
[[transfer.column]]
match = "p.n"
misfit = "reject"'
expect_exit 3 dunlin transfer run --from app.db --yes --json
expect_json '[.tables[] | "\(.name) \(.state) \(.rows_target) \(.rejected)"] | join(",")' "p converted 2 1,c equal 2 0"
expect_sql "SELECT convalidated FROM pg_constraint WHERE conrelid = 'c'::regclass AND contype = 'f'" f
! run_sql "INSERT INTO c VALUES (9, 77)" 2>/dev/null || fail "a child without a parent"
begin_anew

# A value that becomes NULL against its CHECK: the CHECK is left out with the finding, the rows arrive.
make_source "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT CHECK (a IS NOT NULL), b INT CHECK (b > 0));
  INSERT INTO t VALUES (1, 4, 1), (2, 'x', 2)"
way '[[transfer.column]]
match = "t.a"
misfit = "null"'
expect_exit 0 dunlin transfer run --from app.db --yes --json
expect_json .state converted
expect_sql "SELECT string_agg(pg_get_constraintdef(oid), ',') FROM pg_constraint WHERE contype = 'c' AND conrelid = 't'::regclass" "CHECK ((b > 0))"
expect_exit 0 dunlin transfer verify --from app.db
begin_anew

# Views that PostgreSQL doesn't take are left out, those that they are built on stay.
make_source "CREATE TABLE t (id INTEGER PRIMARY KEY, j JSON); INSERT INTO t VALUES (1, '{}'), (2, '{}');
  CREATE VIEW each AS SELECT DISTINCT j FROM t; CREATE VIEW above AS SELECT j FROM each; CREATE VIEW fine AS SELECT id FROM t"
way ''
expect_exit 0 dunlin transfer prepare --from app.db --json
expect_json '[.problems[] | select(.rule == "view-not-translated") | .object] | sort | join(",")' "view above,view each"
expect_sql "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'dunlin_trial%'" 0
expect_exit 0 dunlin transfer run --from app.db --yes
expect_sql "SELECT count(*) FROM fine" 2
expect_no_table each
expect_exit 0 dunlin transfer verify --from app.db
begin_anew

# A table that PostgreSQL doesn't take: refused with the statement, and nothing is written.
make_source "CREATE TABLE w (id INTEGER PRIMARY KEY$(printf ', c%d INT' $(seq 1599))); INSERT INTO w (id) VALUES (1)"
way 'soft_delete = true'
expect_exit 3 dunlin transfer prepare --from app.db --json
refused "schema-not-taken tables 0 "
[ ! -e migrations/001_transfer_app_tables.sql ] || fail "migrations of a refused preparation"
way ''
expect_exit 0 dunlin transfer run --from app.db --yes
begin_anew

# What the server runs out of says nothing about the schema: a note, and nothing is left out.
run_sql "CREATE SCHEMA other; CREATE FUNCTION other.full() RETURNS event_trigger LANGUAGE plpgsql AS \$\$ BEGIN
    IF current_setting('search_path') LIKE 'dunlin_trial%' THEN RAISE 'out of shared memory' USING ERRCODE = '53200'; END IF; END \$\$"
make_source "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT); INSERT INTO t VALUES (1, 4); CREATE VIEW v AS SELECT a FROM t"
for tag in "CREATE TABLE" "CREATE VIEW"; do
  run_sql "CREATE EVENT TRIGGER full_server ON ddl_command_end WHEN TAG IN ('$tag') EXECUTE FUNCTION other.full()"
  expect_exit 0 dunlin transfer prepare --from app.db --json
  expect_json '[.problems[] | "\(.rule) \(.weight)"] | join(",")' "schema-not-tried note"
  run_sql "DROP EVENT TRIGGER full_server"
done
expect_exit 0 dunlin transfer run --from app.db --yes
expect_sql "SELECT a FROM v" 4
begin_anew

# A trial doesn't take more than half of the room for locks, which is everybody's. (The locks of many tables are stood in for.)
run_sql "CREATE OR REPLACE FUNCTION other.full() RETURNS event_trigger LANGUAGE plpgsql AS \$\$ BEGIN
    IF current_setting('search_path') LIKE 'dunlin_trial%' THEN PERFORM pg_advisory_xact_lock(n) FROM generate_series(1, 2200) n; END IF; END \$\$"
run_sql "CREATE EVENT TRIGGER many_locks ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION other.full()"
make_source "$(for i in $(seq 30); do echo "CREATE TABLE t$i (id INTEGER PRIMARY KEY, a TEXT);"; done)"
expect_exit 0 dunlin transfer prepare --from app.db --json
expect_json '[.problems[] | "\(.rule) \(.weight)"] | join(",")' "schema-not-tried note"
expect_output "half of those that the server has room for"
run_sql "DROP EVENT TRIGGER many_locks"

# A default that its column doesn't take is named.
make_source "CREATE TABLE t (id INTEGER PRIMARY KEY, a DECIMAL(3,1) DEFAULT 99999, b DECIMAL(3,1) DEFAULT 9.5, c TEXT DEFAULT CURRENT_TIMESTAMP)"
expect_exit 0 dunlin transfer prepare --from app.db --json
expect_json '[.problems[] | select(.rule == "default-fails") | .object] | join(",")' t.a

# An edited migration that fails: this command goes on, and says so.
make_source "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT); INSERT INTO t VALUES (1, 4)"
expect_exit 0 dunlin transfer prepare --from app.db
keys=$(ls migrations/*keys.sql)
sed -i 's/^-- dunlin:down/-- dunlin:unit\nALTER TABLE t ADD CONSTRAINT more CHECK (a > 100);\n&/' "$keys"
expect_exit 1 dunlin transfer run --from app.db --yes
expect_output "correct the file and run this command again: it goes on" "dunlin transfer run --restart"
expect_no_output "dunlin migrate"
sed -i 's/a > 100/a > 0/' "$keys"
expect_exit 0 dunlin transfer run --from app.db --yes
expect_sql "SELECT count(*) FROM t" 1
