# Files that can't be transferred: what is wrong, where, what to do; and nothing is left beside them.
mkdir data
sqlite3 data/good.db "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO t SELECT i, 'a text of some length ' || i FROM n; CREATE INDEX t_b ON t (b)"

bad() {  # FILE EXIT TEXT: the verbs that read the source say so
  local listing
  listing=$(ls -lA --time-style=full-iso data)
  for verb in prepare backup health; do
    expect_exit "$2" dunlin transfer $verb --from "$1"
    expect_output "$3"
    expect_no_escapes
  done
  [ "$(ls -lA --time-style=full-iso data)" = "$listing" ] || fail "something in the source's folder has changed"
}

bad data/none.db 2 "isn't there"
bad data 2 "is a folder"
: >data/empty.db
bad data/empty.db 5 "is empty (0 bytes)"
echo "a text" >data/text.db
bad data/text.db 5 "is not a SQLite database, or it is encrypted"
yes 'no database' | head -c 65536 >data/random.db
bad data/random.db 5 "is not a SQLite database, or it is encrypted"
head -c 50000 data/good.db >data/short.db
bad data/short.db 5 "is cut off: it has 50,000 bytes of the"
mkfifo data/pipe.db
bad data/pipe.db 2 "is not a regular file"
rm data/pipe.db

# a page in the middle is garbage: seen by prepare and backup, which read everything
cp data/good.db data/damaged.db
yes garbage | head -c 4096 | dd of=data/damaged.db bs=4096 seek=20 conv=notrunc status=none
for verb in prepare backup; do
  expect_exit 3 dunlin transfer $verb --from data/damaged.db
  expect_output "the file is damaged" "sqlite3 FILE .recover"
done

# values that the file's own constraints forbid are no damage, and refused too
sqlite3 data/checked.db "CREATE TABLE c (id INTEGER PRIMARY KEY, n INTEGER CHECK (n > 0)); PRAGMA ignore_check_constraints = on; INSERT INTO c VALUES (1, -1)"
expect_exit 3 dunlin transfer prepare --from data/checked.db
expect_output "values break the file's own constraints: CHECK constraint failed in c"

# locked for as long as we wait
exec {hold}> >(exec sqlite3 data/good.db >/dev/null)
holder=$!
printf 'BEGIN EXCLUSIVE;\n.output data/locked\nSELECT 1;\n.output\n' >&"$hold"
wait_for_file_text data/locked 1
expect_exit 4 dunlin transfer prepare --from data/good.db --wait 200ms
expect_output "is locked exclusively by process" "sqlite3"
exec {hold}>&-
wait "$holder"

# odd names
for name in '100% #1?.db' "it's \"x\".db" $'line\nbreak.db' '-v.db'; do
  cp data/good.db "data/$name"
  expect_exit 0 dunlin transfer backup --from "data/$name"
  expect_no_escapes
  rm "data/$name"
done
ln -s good.db data/link.db
expect_exit 0 dunlin transfer backup --from data/link.db
(cd database/backups && for manifest in *.sha256; do sha256sum -c --quiet "$manifest"; done) || fail "a manifest doesn't fit"

# More columns than a table of PostgreSQL has; those that are left out don't count
sqlite3 data/wide.db "CREATE TABLE w ($(seq -s ', ' -f 'c%.0f INTEGER' 1 2000)); INSERT INTO w (c1, c2000) VALUES (1, 2)"
expect_exit 3 dunlin transfer prepare --from data/wide.db
expect_output "too-many-columns" "w: 2000 columns; a table of PostgreSQL has at most 1600"
file dunlin.toml <<'TOML'
[[transfer.column]]
match = "w.c1???"
skip = true
TOML
expect_exit 0 dunlin transfer prepare --from data/wide.db
rm -r dunlin.toml migrations

# A view of a table that is gone, a full text index whose tokenizer nobody has: what can be moved is, the rest is said
sqlite3 data/torn.db "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x'); CREATE TABLE gone (x); CREATE VIEW v AS SELECT x FROM gone;
  CREATE VIEW fine AS SELECT a FROM t; CREATE VIRTUAL TABLE f USING fts5(a); INSERT INTO f VALUES ('some words')"
sqlite3 data/torn.db "DROP TABLE gone; PRAGMA writable_schema = on;
  UPDATE sqlite_master SET sql = 'CREATE VIRTUAL TABLE f USING fts5(a, tokenize = ''calibre'')' WHERE name = 'f'"
expect_exit 3 dunlin transfer run --from data/torn.db --yes
expect_output "1 row of this fts5 table would be left behind" 'skip = ["f"]' "CREATE TABLE ... AS SELECT rowid"
expect_no_table t
printf '[transfer]\nskip = ["f"]\n' >dunlin.toml
expect_exit 0 dunlin transfer run --from data/torn.db --yes --json
expect_exit 0 dunlin transfer verify --from data/torn.db
expect_sql "SELECT a FROM fine" x
jq -r '.problems[] | "\(.rule) \(.object)"' database/reports/migration_report_*.json | sort -u >rules
grep -qx "view-not-translated view v" rules || fail "the view isn't named: $(cat rules)"
grep -qx "full-text-table virtual table f" rules || fail "the full text table isn't named: $(cat rules)"
rm dunlin.toml

# A file that grows while it is copied: what arrives is one state of it
for mode in wal delete; do
  sqlite3 "data/$mode.db" "PRAGMA journal_mode = $mode; CREATE TABLE g (id INTEGER PRIMARY KEY, half INTEGER, t TEXT)" >/dev/null
  (for i in $(seq 60); do sqlite3 -cmd '.timeout 60000' "data/$mode.db" "BEGIN; INSERT INTO g (half, t) VALUES ($i, hex(zeroblob(3000))); INSERT INTO g (half, t) VALUES ($i, ''); COMMIT" || exit 1; done) &
  writer=$!
  expect_exit 0 dunlin transfer run --from "data/$mode.db" --schema "grow_$mode" --yes
  wait $writer || fail "a writer failed"
  expect_sql "SELECT count(*) FROM (SELECT half FROM grow_$mode.g GROUP BY half HAVING count(*) <> 2) AS torn" 0
  [ "$(sqlite3 "data/$mode.db" "SELECT count(*) FROM g")" = 120 ] || fail "a writer's row is lost"
done

# A plan is for one schema: asking for another isn't answered with what is there
expect_exit 5 dunlin transfer run --from data/wal.db --schema elsewhere --yes
expect_output "belong to its transfer into schema grow_wal of"
