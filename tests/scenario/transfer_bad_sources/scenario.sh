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
head -c 65536 /dev/urandom >data/random.db
bad data/random.db 5 "is not a SQLite database, or it is encrypted"
head -c 50000 data/good.db >data/short.db
bad data/short.db 5 "is cut off: it has 50,000 bytes of the"
mkfifo data/pipe.db
bad data/pipe.db 2 "is not a regular file"
rm data/pipe.db

# a page in the middle is garbage: seen by prepare and backup, which read everything
cp data/good.db data/damaged.db
head -c 4096 /dev/urandom | dd of=data/damaged.db bs=4096 seek=20 conv=notrunc status=none
for verb in prepare backup; do
  expect_exit 3 dunlin transfer $verb --from data/damaged.db
  expect_output "the file is damaged" "sqlite3 FILE .recover"
done

# values that the file's own constraints forbid are no damage, and refused too
sqlite3 data/checked.db "CREATE TABLE c (id INTEGER PRIMARY KEY, n INTEGER CHECK (n > 0)); PRAGMA ignore_check_constraints = on; INSERT INTO c VALUES (1, -1)"
expect_exit 3 dunlin transfer prepare --from data/checked.db
expect_output "values break the file's own constraints: CHECK constraint failed in c"

# locked for as long as we wait
exec {hold}> >(sqlite3 data/good.db >/dev/null)
printf 'BEGIN EXCLUSIVE;\n.output data/locked\nSELECT 1;\n.output\n' >&"$hold"
wait_for_file_text data/locked 1
expect_exit 4 dunlin transfer prepare --from data/good.db --wait 200ms
expect_output "is locked exclusively by process" "sqlite3"
exec {hold}>&-
sleep 0.1

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
