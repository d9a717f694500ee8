# Somebody reads in a transaction that doesn't end: a way back needs no lock against readers, and what does need one names who is in
# the way, and keeps nobody else waiting meanwhile.
file dunlin.toml <<'TOML'
[transfer]
switch_file = ".env"
TOML
sqlite3 app.db "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'one'), (2, 'two')"
echo "DATABASE_URL=file:app.db" >.env
others_read() { PGOPTIONS="-c lock_timeout=60s" expect_sql "SELECT count(*) FROM t" "$1"; }
there() { expect_exit 0 dunlin transfer run --from app.db --yes && expect_exit 0 dunlin transfer switch --from app.db --yes; }
session reader

there
run_sql "INSERT INTO t (a) VALUES ('three')"
tell reader "BEGIN; SELECT count(*) FROM t WHERE id < 3"
expect_exit 0 dunlin transfer return --from app.db --yes --wait 60s
others_read 3
[ "$(sqlite3 app.db "SELECT count(*) FROM t")" = 3 ] || fail "the file isn't the returned one"
! run_sql "INSERT INTO t (a) VALUES ('too late')" 2>/dev/null || fail "the tables aren't closed"
expect_exit 4 dunlin transfer return --drop --from app.db --yes --wait 1s
expect_output "(scenario_reader), idle in transaction for" "nothing was changed"
others_read 3
tell reader "COMMIT"
expect_exit 0 dunlin transfer return --drop --from app.db --yes
expect_no_table public.t dunlin.transfer_outbox

there
tell reader "BEGIN; SELECT count(*) FROM t"
expect_exit 4 dunlin transfer finalize --from app.db --yes --wait 1s
expect_output "(scenario_reader), idle in transaction for" "nothing was changed"
run_sql "UPDATE t SET a = 'still captured' WHERE id = 1"
expect_sql "SELECT count(*) > 0 FROM dunlin.transfer_outbox" t
tell reader "COMMIT"
expect_exit 0 dunlin transfer finalize --from app.db --yes
expect_sql "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal" 0
expect_no_table dunlin.transfer_outbox

# A switch that is broken off keeps the writers of SQLite waiting: a reader of PostgreSQL doesn't keep it from ending.
rm app.db* && rm -r .dunlin 2>/dev/null
sqlite3 other.db "CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO u VALUES (1, 'one')"
echo "DATABASE_URL=file:other.db" >.env
echo 'health_command = "test -e well"' >>dunlin.toml
expect_exit 0 dunlin transfer run --from other.db --schema later --yes
tell reader "BEGIN; SELECT count(*) FROM later.u"
expect_exit 1 dunlin transfer switch --from other.db --schema later --yes
expect_output "the switch was broken off: health_command ended with exit code 1; and it wasn't taken back: somebody's transaction on PostgreSQL uses the tables" "(scenario_reader)"
grep -qx "DATABASE_URL=file:other.db" .env || fail "unexpected .env: $(cat .env)"
sqlite3 other.db "INSERT INTO u VALUES (2, 'goes on')"
tell reader "COMMIT"
touch well
expect_exit 1 dunlin transfer switch --from other.db --schema later --yes
expect_output "A switch that was cut off is undone"
expect_exit 0 dunlin transfer switch --from other.db --schema later --yes
expect_sql "SELECT count(*) FROM later.u" 2
close_session reader
