# The target's disk is full, its server is restarted, its sessions are ended: a clear error, and the same command finishes the load.
sqlite3 app.db "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL UNIQUE, b BLOB); CREATE TABLE small (x INTEGER);
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) INSERT INTO t SELECT i, 'text ' || i, randomblob(700) FROM n; INSERT INTO small VALUES (1), (1)"

own_server 5434

# No file of the server may be larger than 17 MB: as if the disk were full. Nothing of the half load is in the target schema.
(ulimit -f 17408; begin_server)
expect_exit 1 dunlin transfer run --from app.db --yes
expect_output "could not extend file"
expect_no_table public.t public.small
expect_exit 0 dunlin transfer status --from app.db --json
expect_json .stage loading
end_server fast

# There is room again; the sessions that load are ended in the middle, then the server.
begin_server
start load transfer run --from app.db --yes
until [ "$(sql "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'COPY%' AND pid <> pg_backend_pid()")" = t ] || ! is_running load; do sleep 0.01; done
run_sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND pid <> pg_backend_pid()" || true
got=0; wait "${started[load]}" || got=$?
cat "$captured/load.out" "$captured/load.err" >"$captured/all"
case $got in
  0) ;;  # it had read everything already
  1 | 6) expect_output "run the same command again" ;;
  *) fail "exit code $got of a load whose sessions were ended" ;;
esac
start load transfer run --from app.db --yes
sleep 0.3
end_server immediate
got=0; wait "${started[load]}" || got=$?
begin_server
expect_exit 0 dunlin transfer run --from app.db --yes
expect_sql "SELECT count(*), count(DISTINCT a), sum(octet_length(b)) FROM t" "60000|60000|42000000"
expect_sql "SELECT count(*) FROM small" 2
expect_exit 0 dunlin transfer verify --from app.db
