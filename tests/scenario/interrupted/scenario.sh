# Ctrl-C in a long statement: exit code 130 without waiting for its end, nothing of it remains on the server, and the run resumes.
sleeping="SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3600)%' AND state = 'active' AND pid <> pg_backend_pid() AND datname = current_database())"
for signal in INT TERM; do
  # A background job of a script ignores SIGINT unless it is told otherwise.
  env --default-signal=INT "$DUNLIN" migrate --json >"$captured/one.out" 2>"$captured/one.err" </dev/null &
  started[one]=$!
  wait_until "$sleeping"
  kill -$signal "${started[one]}"
  expect_end one 130
  expect_json .outcome interrupted
  expect_json .error.code interrupted
  expect_json '.migrations[-1].outcome' interrupted
  wait_until "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'dunlin %' AND datname = current_database())"
  expect_state 002 partial
  expect_sql "SELECT count(*) FROM b" 1
  expect_sql "SELECT indisvalid FROM pg_index WHERE indexrelid = 'b_id'::regclass" t
done
sed -i 's/(3600)/(0)/' migrations/002_b.sql
migrate
expect_sql "SELECT count(*) FROM b" 2
expect_applied 001 002

# While it waits for old snapshots of a concurrent build.
file migrations/003_c.sql <<<"CREATE INDEX CONCURRENTLY a_id ON a (id);"
session holder
tell holder "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM a"
env --default-signal=INT "$DUNLIN" migrate >"$captured/two.out" 2>"$captured/two.err" </dev/null &
started[two]=$!
wait_until "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('a_id'))"
kill -INT "${started[two]}"
expect_end two 130
tell holder "COMMIT"
migrate
expect_sql "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass" t
