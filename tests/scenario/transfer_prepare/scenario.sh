# The five phases before a load: nothing of the source changes, what is refused keeps nothing, and preparing again
# rewrites its own files only.
make_source() {
  sqlite3 "$1" >/dev/null <<'SQL'
PRAGMA journal_mode = WAL;
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, born DATE);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), total REAL, note TEXT);
CREATE INDEX orders_user ON orders (user_id);
INSERT INTO users (email, born) VALUES ('ada@example.org', '1815-12-10'), ('alan@example.org', '1912-06-23');
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
INSERT INTO orders SELECT i, 1 + i % 2, i * 1.25, 'order ' || i FROM n;
SQL
}
what_it_is() { (cd "$1" && ls -A && stat -c '%n %s %Y %Z %i' * && sha256sum *); }
untouched() { [ "$(what_it_is data)" = "$before" ] || fail "the source has changed"; }

mkdir data
make_source data/app.db
rm -f data/app.db-shm data/app.db-wal
before=$(what_it_is data)

# ---- it passes
expect_exit 0 dunlin transfer prepare --from data/app.db
expect_output "source untouched: 1 file identical" "2 tables, 7 columns, 502 rows" "001_transfer_app_tables.sql written" "ready"
untouched
[ -f migrations/001_transfer_app_tables.sql ] && [ -f migrations/002_transfer_app_keys.sql ] && [ -f migrations/003_transfer_app_logic.sql ] || fail "no migrations"
(cd database/backups && sha256sum -c --quiet ./*.sha256) || fail "the manifest doesn't fit"
[ "$(sqlite3 database/backups/app_*_rebuilt.db 'SELECT count(*), sum(total) FROM orders')" = "500|156562.5" ] || fail "the second backup isn't complete"
report=$(ls database/reports/migration_report_*.json)
[ "$(jq -r '.outcome, (.phases | length), .source.untouched' "$report" | xargs)" = "ready 5 true" ] || fail "the report is another"
[ "$(jq -r '[.backups.compared[].equal] | all' "$report")" = true ] || fail "a backup differs"
[ "$(jq -r '[.tables[] | "\(.source) \(.rows)"] | sort | join(",")' "$report")" = "orders 500,users 2" ] || fail "tables of the report"
grep -q "<title>Transfer preparation" database/reports/migration_report_*.html || fail "no HTML"
grep -q "PRAGMA integrity_check: ok" database/logs/migration_*.log || fail "no log"
expect_sql "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace" 0

# ---- again: the same files, one JSON document
sums=$(sha256sum migrations/*)
expect_exit 0 dunlin transfer prepare --from data/app.db --json
expect_json .outcome ready
expect_json '[.migrations[].action] | unique | join(",")' unchanged
[ "$(sha256sum migrations/*)" = "$sums" ] || fail "the migrations have changed"

# ---- the source gets another table: its own files are rewritten in place; an edited one isn't
sqlite3 data/app.db "PRAGMA journal_mode = DELETE; CREATE TABLE tags (id INTEGER PRIMARY KEY, word TEXT)" >/dev/null
before=$(what_it_is data)
expect_exit 0 dunlin transfer prepare --from data/app.db
expect_output "001_transfer_app_tables.sql rewritten"
grep -q "CREATE TABLE tags" migrations/001_transfer_app_tables.sql || fail "no table tags"
[ "$(ls migrations | wc -l)" = 3 ] || fail "other files"
sed -i 's/CREATE TABLE tags/CREATE TABLE labels/' migrations/001_transfer_app_tables.sql
expect_exit 3 dunlin transfer prepare --from data/app.db
expect_output "001_transfer_app_tables.sql was edited by hand"
grep -q "CREATE TABLE labels" migrations/001_transfer_app_tables.sql || fail "the edit is gone"
rm migrations/00*
expect_exit 0 dunlin transfer prepare --from data/app.db
rm migrations/001*
expect_exit 3 dunlin transfer prepare --from data/app.db
expect_output "002_transfer_app_keys.sql is there, but the file that comes before it isn't"
rm migrations/00*
untouched

# ---- orphans: refused, with their keys, and no plan is kept of them
sqlite3 data/app.db "INSERT INTO orders VALUES (900, 77, 1, 'lost')"
expect_exit 3 dunlin transfer prepare --from data/app.db --json
expect_json .outcome refused
expect_json '.problems[] | select(.rule == "orphan-rows") | "\(.object) \(.count) \(.keys[0])"' "orders.user_id 1 id=900"
expect_json '.migrations | length' 0
! ls .dunlin/transfer/*/plan.json 2>/dev/null || fail "a plan of an earlier state was kept"
sqlite3 data/app.db "DELETE FROM orders WHERE id = 900"

# ---- a target that holds something, or may not be written
run_sql "CREATE TABLE ours (id int); CREATE TYPE mood AS ENUM ('sad')"
expect_exit 3 dunlin transfer prepare --from data/app.db
expect_output "public holds 2 objects: table ours, type mood"
expect_exit 0 dunlin transfer prepare --from data/app.db --schema shop
expect_output "shop will be made"
rm migrations/00*
run_sql "DROP TABLE ours; DROP TYPE mood; CREATE ROLE transfer_guest LOGIN"
expect_exit 3 dunlin transfer test --db-url "$(url_of transfer_guest)"
expect_output "transfer_guest may not create schemas" "GRANT CREATE ON DATABASE"
expect_exit 3 dunlin transfer test --db-url "$(url_of postgres) options='-c default_transaction_read_only=on'"
expect_output "this session is read-only"
run_sql "DROP ROLE transfer_guest"
expect_exit 6 dunlin transfer prepare --from data/app.db --db-url "host=/nowhere dbname=x"
expect_output "stopped: can't connect"
[ "$(jq -r .outcome "$(ls -t database/reports/*.json | head -1)")" = failed ] || fail "no report of the failure"

# ---- the parts alone
expect_exit 0 dunlin transfer test
expect_output "public is empty"
expect_exit 0 dunlin transfer backup --from data/app.db
expect_output "equal to the source's"
expect_exit 0 dunlin transfer health --from data/app.db --json
expect_json .outcome healthy
expect_exit 6 dunlin transfer health --from data/app.db --db-url "host=/nowhere dbname=x" --json
expect_json .outcome unhealthy

# ---- other writers while it is prepared
before=$(what_it_is data)
untouched
expect_no_escapes
