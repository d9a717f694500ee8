# Rows spread over three databases by a hash that applications can compute: loaded, killed at many points, never doubled or lost.
for n in b c; do psql -X -q -d postgres -c "CREATE DATABASE ${PGDATABASE}_$n"; done
file source.sql <<'SQL'
CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE tenants (id INTEGER PRIMARY KEY, country TEXT REFERENCES countries (code), name TEXT);
CREATE TABLE "or""ders" (tenant INTEGER NOT NULL REFERENCES tenants (id), id INTEGER NOT NULL, total DECIMAL(10,2), PRIMARY KEY (tenant, id));
CREATE TABLE sessions (token TEXT PRIMARY KEY, at DATETIME);
CREATE VIEW totals AS SELECT tenant, sum(total) AS total FROM "or""ders" GROUP BY tenant;
INSERT INTO countries VALUES ('de', 'Germany'), ('fr', 'France');
WITH RECURSIVE n (i) AS (VALUES (-20) UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO tenants SELECT i, CASE i % 2 WHEN 0 THEN 'de' END, 't' || i FROM n;
WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO "or""ders" SELECT i % 300, i, i / 100.0 FROM n;
WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO sessions SELECT 'tök''en-' || i, '2024-01-01 00:00:00' FROM n;
SQL
sqlite3 app.db <source.sql
url() { echo "host=$PGHOST port=5432 user=postgres dbname=$1"; }
toml() {  # the URLs in this order, and more rules
  cat >dunlin.toml <<TOML
[transfer]
shards = [$1]
[[transfer.distribute]]
table = "countries"
reference = true
[[transfer.distribute]]
table = "tenants"
column = "id"
[[transfer.distribute]]
table = 'or"ders'
column = "tenant"
$2
TOML
}
A=$PGDATABASE B=${PGDATABASE}_b C=${PGDATABASE}_c
all="\"$(url "$A")\", \"$(url "$B")\", \"$(url "$C")\""
each() { local d; for d in "$A" "$B" "$C"; do psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$d" -c "$1" || fail "query failed in $d: $1"; done; }
sum_of() { each "$1" | awk '{ n += $1 } END { print n }'; }

# A table of which nothing says where it goes, and a server that is named twice.
toml "$all" ""
expect_exit 3 dunlin transfer prepare --from app.db
expect_output "nothing says which of the servers of [transfer] shards its rows go to"
sessions='[[transfer.distribute]]
table = "sessions"
column = "token"'
toml "\"$(url "$A")\", \"$(url "$A")\"" "$sessions"
expect_exit 5 dunlin transfer prepare --from app.db
expect_output "is the database of server 1 too"

# Killed at many points, and run again each time.
toml "$all" "$sessions"
expect_exit 0 dunlin transfer prepare --from app.db
killed=0
for point in transfer-begun:1 chunk-sent:2 chunk-recorded:3 chunk-committed:5 shard-loaded:1 chunk-recorded:2 shard-loaded:2 chunk-committed:2 before-move:1 moved:1 shard-moved:1 before-move:1 moved:2; do
  got=0
  { DUNLIN_KILL_AT=$point "$DUNLIN" transfer run --from app.db --yes >"$captured/out" 2>"$captured/err" </dev/null || got=$?; } 2>/dev/null
  cat "$captured/out" "$captured/err" >"$captured/all"
  case $got in
    137) killed=$((killed + 1)) ;;
    0) ;;
    *) fail "exit code $got when killed at $point" ;;
  esac
  if [ $point = shard-loaded:2 ]; then
    # Whatever is loaded stays beside: nothing is in place before all servers are.
    [ "$(each "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace" | sort -u)" = 0 ] || fail "something was moved before all servers were loaded"
    # Another order of the servers isn't taken for the same.
    toml "\"$(url "$B")\", \"$(url "$A")\", \"$(url "$C")\"" "$sessions"
    expect_exit 5 dunlin transfer run --from app.db --yes
    expect_output "was begun as that of server"
    toml "$all" "$sessions"
  fi
done
[ $killed -ge 9 ] || fail "only $killed runs were killed"
expect_exit 0 dunlin transfer run --from app.db --yes
expect_exit 0 dunlin transfer verify --from app.db
[ "$(sum_of "SELECT count(*) FROM tenants")" = 321 ] || fail "tenants: $(sum_of "SELECT count(*) FROM tenants")"
[ "$(sum_of "SELECT count(*) FROM \"or\"\"ders\"")" = 5000 ] || fail "orders"
[ "$(sum_of "SELECT count(*) FROM sessions")" = 500 ] || fail "sessions"
[ "$(each "SELECT count(*) FROM countries" | tr '\n' ' ')" = "2 2 2 " ] || fail "countries"
[ "$(each "SELECT id FROM tenants" | sort | uniq -d | wc -l)" = 0 ] || fail "a tenant is on two servers"
[ "$(each "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated AND connamespace = 'public'::regnamespace" | tr '\n' ' ')" = "2 2 2 " ] || fail "foreign keys"

# The place of every row is what the documentation says.
number=0
for database in "$A" "$B" "$C"; do
  for key in "id FROM tenants" "tenant FROM \"or\"\"ders\"" "token FROM sessions"; do
    wrong=$(psql -X -A -t -d "$database" -c "SELECT count(*) FROM (SELECT ${key/ FROM / AS key FROM }) t WHERE ('x' || left(encode(sha256(convert_to(key::text, 'UTF8')), 'hex'), 8))::bit(32)::bigint % 3 <> $number")
    [ "$wrong" = 0 ] || fail "$wrong rows of $key aren't where they belong"
  done
  number=$((number + 1))
done

# Each server answers for itself.
expect_exit 0 dunlin transfer status --from app.db
expect_output "server 1 of 3" "server 3 of 3"
[ "$(grep -c "into schema public: moved" "$captured/all")" = 3 ] || fail "not three servers' stages"
expect_exit 0 dunlin transfer health --from app.db
expect_exit 3 dunlin transfer test
expect_output "server 3: target schema"

# A row that was changed, and one that is on the wrong server.
psql -X -q -d "$B" -c "UPDATE sessions SET at = '2024-01-02' WHERE token = (SELECT min(token) FROM sessions)"
psql -X -q -d "$A" -c "INSERT INTO tenants SELECT 1000000, NULL, 'x'"
expect_exit 3 dunlin transfer verify --from app.db
expect_output "at is 2024-01-01 00:00:00 in the source and 2024-01-02 00:00:00 in the target" "not in the source: id=1000000"
for verb in follow switch return; do
  expect_exit 5 dunlin transfer $verb --from app.db
  expect_output "doesn't work with the several servers"
done
expect_exit 0 dunlin transfer return --drop --from app.db --yes
[ "$(sum_of "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")" = 0 ] || fail "something is left"

# Begun anew on all of them, after one was loaded.
expect_exit 0 dunlin transfer prepare --from app.db
{ DUNLIN_KILL_AT=chunk-committed:6 "$DUNLIN" transfer run --from app.db --yes >/dev/null 2>&1 </dev/null || true; } 2>/dev/null
expect_exit 0 dunlin transfer run --restart --from app.db --yes
expect_exit 0 dunlin transfer verify --from app.db
[ "$(sum_of "SELECT count(*) FROM \"or\"\"ders\"")" = 5000 ] || fail "orders after beginning anew"
