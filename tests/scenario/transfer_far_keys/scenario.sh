# Keys that become the same in PostgreSQL, in rows that lie far apart, are named before anything is loaded.
make_source() {
  rm -rf app.db database .dunlin migrations dunlin.toml
  sqlite3 app.db "$1"
}
numbers="WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"

# A unique index of an expression: PostgreSQL rounds this double to the other side.
make_source "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, price REAL);
  $numbers INSERT INTO t SELECT i, 'v' || i, i FROM n; UPDATE t SET price = 2.674999999999999 WHERE id = 60000; UPDATE t SET price = 2.68 WHERE id = 2;
  CREATE UNIQUE INDEX by_cents ON t (round(price, 2)); CREATE UNIQUE INDEX by_word ON t (v || '.') WHERE length(v) > 1"
expect_exit 0 dunlin transfer prepare --from app.db --json
expect_json '[.problems[] | select(.rule == "index-not-translated") | "\(.object) \(.count) \(.keys | join(","))"] | join(";")' "index by_cents 1 id=2 and id=60000"
expect_no_table t
expect_exit 0 dunlin transfer run --from app.db
expect_exit 0 dunlin transfer verify --from app.db
expect_sql "SELECT string_agg(indexname, ',' ORDER BY indexname) FROM pg_indexes WHERE tablename = 't'" "by_word,t_pkey"
run_sql "DROP TABLE t; DROP SCHEMA dunlin CASCADE"

# Spellings of one UUID, one moment, one number: unique as texts, the same as what they mean; also where only some rows count.
make_source "CREATE TABLE t (id INTEGER PRIMARY KEY, u TEXT UNIQUE, at TEXT, n TEXT UNIQUE, live INT);
  $numbers INSERT INTO t SELECT i, printf('00000000-0000-0000-0000-%012x', i), strftime('%Y-%m-%dT%H:%M:%SZ', i * 60, 'unixepoch'), i || '.5', i % 2 FROM n;
  UPDATE t SET u = upper('00000000-0000-0000-0000-00000000000a') WHERE id = 59999; UPDATE t SET at = '1970-01-01T01:03:00+01:00' WHERE id = 50001;
  UPDATE t SET n = '7.50' WHERE id = 41000; CREATE UNIQUE INDEX t_at ON t (at) WHERE live = 1"
file dunlin.toml <<'TOML'
[[transfer.column]]
match = "t.u"
to = "uuid"
[[transfer.column]]
match = "t.at"
to = "timestamptz"
[[transfer.column]]
match = "t.n"
to = "numeric"
TOML
expect_exit 3 dunlin transfer prepare --from app.db --json
expect_json '[.problems[] | select(.rule == "key-not-unique") | "\(.object) \(.count) \(.keys | join(","))"] | sort | join(";")' "t (n) 1 id=7 and id=41000;t (u) 1 id=10 and id=59999"
expect_json '[.problems[] | select(.rule == "index-not-translated") | "\(.object) \(.count) \(.keys | join(","))"] | join(";")' "index t_at 1 id=3 and id=50001"
expect_no_table t
sqlite3 app.db "DELETE FROM t WHERE id IN (41000, 59999, 50001)"
expect_exit 0 dunlin transfer run --from app.db
expect_sql "SELECT count(*), count(DISTINCT n) FROM t" "59997|59997"
