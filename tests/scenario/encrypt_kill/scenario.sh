# kill -9 at every instant of a backfill and of a rotation, run again: every row is encrypted once, and right.
mkdir -p migrations
run_sql "CREATE EXTENSION pgcrypto"
run_sql "CREATE TABLE profiles (id bigint PRIMARY KEY, phone text)"
run_sql "INSERT INTO profiles SELECT n, '+33' || (600000000 + n) FROM generate_series(1, 6000) AS n"
expect_exit 0 dunlin pack add encryption --param phone_tables=public.profiles
migrate
expect_exit 0 dunlin encrypt keys new kek
expect_exit 0 dunlin encrypt keys init --kek file:kek
# Who writes a row is counted in the same transaction.
run_sql "CREATE TABLE written (id bigint, what text);
  CREATE FUNCTION count_writes() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN INSERT INTO written VALUES (NEW.id, substring(NEW.phone_encrypted FROM '^v1\.\d+')); RETURN NEW; END \$\$;
  CREATE TRIGGER count_writes AFTER UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION count_writes()"

# What was killed is run again and killed at its next instant, until one run comes to its end.
killed_until_done() {
  local n got
  for ((n = 1; n < 60; n++)); do
    got=0
    { DUNLIN_KILL_AT=any:$n "$DUNLIN" "$@" >"$captured/out" 2>"$captured/err" </dev/null || got=$?; } 2>/dev/null
    [ $got = 137 ] || break
  done
  cat "$captured/out" "$captured/err" >"$captured/all"
  last_command="$* (kill $n)"
  # On a slow machine batches of a millisecond are many.
  if [ $got = 137 ]; then expect_exit 0 dunlin "$@"; else [ $got = 0 ] || fail "it ended with $got"; fi
  [ $n -gt 6 ] || fail "only $((n - 1)) instants"
}
killed_until_done encrypt backfill --kek file:kek --batch-time 1ms --wait 5min
expect_sql "SELECT count(*), count(DISTINCT id) FROM written" "6000|6000"
expect_exit 0 dunlin encrypt verify --kek file:kek --json
expect_json '.columns[0].rows' 6000
expect_json '.columns[0].bad' 0
run_sql "TRUNCATE written"
killed_until_done encrypt rotate --purpose phone --kek file:kek --batch-time 1ms --wait 5min
expect_sql "SELECT count(*), count(DISTINCT id) FROM written" "6000|6000"
expect_sql "SELECT count(*) FROM dunlin_pack.dek WHERE purpose = 'phone'" 2
expect_sql "SELECT string_agg(kid || ' ' || state, ', ' ORDER BY kid) FROM dunlin_pack.dek WHERE purpose = 'phone'" "1 retired, 3 active"
expect_exit 0 dunlin encrypt verify --kek file:kek
expect_exit 0 dunlin encrypt keys new kek2
killed=0
for ((n = 1; n < 10; n++)); do
  got=0
  { DUNLIN_KILL_AT=encrypt-rewrapped:$n "$DUNLIN" encrypt rotate --kek file:kek --new-kek file:kek2 >"$captured/all" 2>&1 || got=$?; } 2>/dev/null
  [ $got = 137 ] || break
  killed=$((killed + 1))
  expect_exit 0 dunlin encrypt verify --kek file:kek  # all of it under the old one still
done
[ $got = 0 ] && [ $killed = 3 ] || fail "killed $killed times, then $got"
expect_exit 0 dunlin encrypt verify --kek file:kek2

# The server's end at a random moment, three times.
run_sql "UPDATE profiles SET phone_encrypted = NULL"
for _ in 1 2 3; do
  start one encrypt backfill --kek file:kek2 --rate 4000
  sleep 0.3
  run_sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'dunlin%'"
  wait "${started[one]}" || true
done
expect_exit 0 dunlin encrypt backfill --kek file:kek2
expect_exit 0 dunlin encrypt verify --kek file:kek2 --json
expect_json '.columns[0].rows' 6000
expect_json '.columns[0].bad' 0
