# A return that is killed, or whose disk is full, at every step: no verb ends or drops anything before it is finished, and a second switch says how.
file dunlin.toml <<'TOML'
[transfer]
switch_file = ".env"
TOML
sqlite3 app.db "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
  INSERT INTO t SELECT i, hex(randomblob(100)) FROM n"
echo "DATABASE_URL=file:app.db" >.env
expect_exit 0 dunlin transfer run --from app.db --yes
expect_exit 0 dunlin transfer switch --from app.db --yes
run_sql "INSERT INTO t SELECT 10000 + i, repeat('written later ', 100) FROM generate_series(1, 3000) i"
rows() { sqlite3 app.db "SELECT count(*) || '|' || sum(id) FROM t"; }

# No file may be larger than 2 MB: as if the disk were full. The application goes on with PostgreSQL.
(ulimit -f 2048; trap '' XFSZ; expect_exit 1 dunlin transfer return --from app.db --yes)
expect_output "can't be written"
expect_exit 0 dunlin transfer status --from app.db --json
expect_json .stage switched
[ "$(ls app.db*)" = app.db ] || fail "left behind: $(ls app.db*)"
run_sql "UPDATE t SET a = 'changed' WHERE id = 5"

# Killed before PostgreSQL agreed: nothing has happened. The pieces go with the next return, or with the end.
for at in return_round return_compared return_locked return_prepared; do
  DUNLIN_KILL_AT=$at expect_exit 137 dunlin transfer return --from app.db --yes
  expect_exit 0 dunlin transfer status --from app.db --json
  expect_json .stage switched
  run_sql "INSERT INTO t (a) VALUES ('after $at')"
  [ "$(rows)" = "3000|4501500" ] || fail "the file was changed at $at"
done

# Killed after it: the rows are in a file that isn't in its place yet. Nothing may be ended or dropped now.
DUNLIN_KILL_AT=return_committed expect_exit 137 dunlin transfer return --from app.db --yes
[ "$(rows)" = "3000|4501500" ] || fail "the file was changed too early"
for verb in "finalize" "return --drop"; do
  # shellcheck disable=SC2086
  expect_exit 5 dunlin transfer $verb --from app.db --yes
  expect_output "a return was cut off" "dunlin transfer return finishes it"
done
for at in return_kept return_wal_moved return_swapped; do
  DUNLIN_KILL_AT=$at expect_exit 137 dunlin transfer return --from app.db --yes
  expect_exit 5 dunlin transfer finalize --from app.db --yes
  expect_output "a return was cut off"
done
expect_output ".env still points to PostgreSQL"
DUNLIN_KILL_AT=return_configured expect_exit 137 dunlin transfer return --from app.db --yes
expect_exit 0 dunlin transfer return --from app.db --yes
expect_exit 0 dunlin transfer return --from app.db --yes
grep -qx "DATABASE_URL=file:app.db" .env || fail "unexpected .env: $(cat .env)"
[ "$(rows)" = "6004|$(sql "SELECT sum(id) FROM t")" ] || fail "rows are missing: $(rows)"
[ "$(sqlite3 app.db "SELECT a FROM t WHERE id = 5")" = changed ] || fail "a change is missing"
[ "$(sqlite3 app.db.pre-return "SELECT count(*) FROM t")" = 3000 ] || fail "the original isn't kept"

# There and back again: what a second switch needs is said.
expect_exit 5 dunlin transfer switch --from app.db --yes
expect_output "this transfer was returned" "return --drop"
expect_exit 0 dunlin transfer return --drop --from app.db --yes
expect_no_table public.t
sqlite3 app.db "INSERT INTO t (a) VALUES ('second time')"
expect_exit 0 dunlin transfer run --from app.db --yes
expect_exit 0 dunlin transfer switch --from app.db --yes
expect_sql "SELECT count(*) FROM t WHERE a LIKE 'second%'" 1
run_sql "DELETE FROM t WHERE id > 10000"
mv app.db.pre-return first.pre-return
expect_exit 0 dunlin transfer return --from app.db --yes --dry-run
