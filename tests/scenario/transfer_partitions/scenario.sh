# Tables that become partitioned ones, by hash, months and values: loaded, compared, followed, switched, returned, dropped.
file source.sql <<'SQL'
PRAGMA journal_mode = WAL;
CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, mail TEXT);
CREATE TABLE events (id INTEGER PRIMARY KEY, at DATETIME, person INTEGER REFERENCES people (id), note TEXT);
CREATE TABLE "sta""te; s" (kind TEXT, "or'der" INTEGER, note TEXT);
CREATE TABLE readings (sensor INTEGER NOT NULL, value REAL);
WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO people SELECT i, 'p' || i, NULL FROM n;
WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 400)
  INSERT INTO events SELECT i, datetime('2024-01-15 08:00:00', '+' || (i % 100) || ' days'), 1 + i % 1000, 'e' || i FROM n;
INSERT INTO "sta""te; s" VALUES ('o''pen', 1, 'a'), ('o''pen', 1, 'a'), ('shut "x"', 2, NULL), (NULL, 3, 'c'), ('', 4, '');
WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO readings SELECT i % 6, i / 10 FROM n;
SQL
sqlite3 app.db <source.sql >/dev/null
lite() { sqlite3 -cmd '.timeout 60000' app.db "$1"; }

# What a rule needs and hasn't, is said with its place.
file dunlin.toml <<'TOML'
[[transfer.partition]]
table = "events"
by = "range"
column = "at"
TOML
expect_exit 2 dunlin transfer prepare --from app.db
expect_output "dunlin.toml:1" "interval"

# A key without the column is refused, and says what can be done.
rules() {
  cat >dunlin.toml <<TOML
[transfer]
switch_file = ".env"
[[transfer.partition]]
table = "people"
by = "hash"
column = "id"
partitions = 4
[[transfer.partition]]
table = "events"
by = "range"
column = "at"
interval = "month"
$1
[[transfer.partition]]
table = 'sta"te; s'
by = "list"
column = "kind"
[[transfer.partition]]
table = "readings"
by = "hash"
columns = ["sensor", "value"]
partitions = 2
TOML
}
rules ""
expect_exit 3 dunlin transfer prepare --from app.db
expect_output "the primary key (id) doesn't contain that column" "widen_keys = true"
[ ! -e migrations ] || [ -z "$(ls migrations)" ] || fail "migrations were written"

rules "widen_keys = true"
expect_exit 0 dunlin transfer run --from app.db --yes
grep -q 'PARTITION BY HASH (id)' migrations/*_tables.sql || fail "no partitions in the migration"
expect_exit 0 dunlin lint migrations
expect_sql "SELECT count(*) FROM people" 1000
expect_sql "SELECT string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE inhparent = 'people'::regclass" "people_p0 people_p1 people_p2 people_p3"
expect_sql "SELECT string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE inhparent = 'events'::regclass" "events_2024_01 events_2024_02 events_2024_03 events_2024_04 events_2024_05 events_default"
expect_sql "SELECT count(*) FROM events_default" 0
expect_sql "SELECT count(*) = (SELECT count(*) FROM events WHERE at < '2024-02-01') FROM events_2024_01" t
expect_sql "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = 'sta\"te; s_shut__x_'" "FOR VALUES IN ('shut \"x\"')"
expect_sql "SELECT count(*) FROM \"sta\"\"te; s_default\"" 1
expect_sql "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'events'::regclass AND contype = 'p'" "PRIMARY KEY (id, at)"
expect_sql "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'events'::regclass AND contype = 'f' AND conparentid = 0" "FOREIGN KEY (person) REFERENCES people(id)"
expect_sql "SELECT count(DISTINCT relnamespace) FROM pg_class WHERE relispartition AND relkind = 'r'" 1
expect_exit 0 dunlin transfer verify --from app.db --json
expect_json .state equal
expect_json '[.problems[] | select(.weight == "refused")] | length' 0

# Rows of tables without a key have the same place in several partitions: the right ones are taken.
lite "DELETE FROM readings WHERE rowid IN (1, 2, 3); UPDATE readings SET value = 77 WHERE rowid BETWEEN 10 AND 20;
      DELETE FROM \"sta\"\"te; s\" WHERE rowid = 1; UPDATE \"sta\"\"te; s\" SET kind = 'new' WHERE kind IS NULL;
      UPDATE events SET at = '2031-05-05 00:00:00' WHERE id <= 10; INSERT INTO people (name) VALUES ('Eve'); DELETE FROM people WHERE id = 999 AND 0"
expect_exit 0 dunlin transfer follow --from app.db
expect_exit 0 dunlin transfer verify --from app.db --json
expect_json .state equal
expect_sql "SELECT count(*) FROM events_default" 10
expect_sql "SELECT count(*) FROM \"sta\"\"te; s_default\"" 1

# A partition that is lost is seen.
run_sql "ALTER TABLE events DETACH PARTITION events_2024_05"
expect_exit 3 dunlin transfer verify --from app.db
expect_output "5 of 6 partitions are there"
run_sql "ALTER TABLE events ATTACH PARTITION events_2024_05 FOR VALUES FROM ('2024-05-01') TO ('2024-06-01')"

# Switched, written, with rows that change their partition, and returned.
printf 'DATABASE_URL="file:app.db"\n' >.env
expect_exit 0 dunlin transfer switch --from app.db
run_sql "INSERT INTO people (name) SELECT 'q' || i FROM generate_series(1, 50) i"
run_sql "UPDATE events SET at = '2024-02-02 00:00:00' WHERE id IN (1, 50, 51)"
run_sql "DELETE FROM events WHERE id = 7"
run_sql "UPDATE readings SET sensor = sensor + 1 WHERE value = 3"
run_sql "DELETE FROM readings WHERE value = 2"
run_sql "UPDATE \"sta\"\"te; s\" SET kind = 'o''pen' WHERE \"or'der\" >= 3"
# What was written to a partition by its name goes past the outbox, and is found.
run_sql "UPDATE events_2024_02 SET note = 'past' WHERE id = 20"
expect_exit 3 dunlin transfer return --from app.db --yes
expect_output "events"
run_sql "UPDATE events_2024_02 SET note = 'e20' WHERE id = 20"
expect_exit 0 dunlin transfer return --from app.db --yes
[ "$(lite "SELECT count(*) FROM people")" = 1051 ] || fail "people weren't returned"
[ "$(lite "SELECT group_concat(at) FROM events WHERE id IN (1, 50, 51)")" = "2024-02-02 00:00:00,2024-02-02 00:00:00,2024-02-02 00:00:00" ] || fail "events weren't returned"
[ "$(lite "SELECT count(*) || ' ' || sum(sensor) FROM readings")" = "$(sql "SELECT count(*) || ' ' || sum(sensor) FROM readings")" ] || fail "readings differ"
[ "$(lite "SELECT count(*) FROM \"sta\"\"te; s\" WHERE kind = 'o''pen'")" = 3 ] || fail "the list's rows weren't returned"

# Taken back: nothing is left of them.
expect_exit 0 dunlin transfer return --drop --from app.db --yes
expect_sql "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace" 0
