# The key of a blind index is changed, killed at every instant: each lookup finds its row at every moment.
mkdir -p migrations
run_sql "CREATE EXTENSION pgcrypto"
run_sql "CREATE TABLE profiles (id bigint PRIMARY KEY, phone text)"
run_sql "INSERT INTO profiles SELECT n, '+33' || (600000000 + n) FROM generate_series(1, 8000) AS n"
expect_exit 0 dunlin pack add encryption --param phone_tables=public.profiles
migrate
expect_exit 0 dunlin encrypt keys new kek
expect_exit 0 dunlin encrypt keys init --kek file:kek
expect_exit 0 dunlin encrypt backfill --kek file:kek
run_sql "CREATE INDEX profiles_phone_index ON profiles (phone_index); ANALYZE profiles"
DUNLIN_KEK=$(cat kek)
export DUNLIN_KEK
with_key() { psql -X -q -A -t -v ON_ERROR_STOP=1 -v kek="$DUNLIN_KEK" 2>&1 <<<"BEGIN; SELECT set_config('dunlin.kek', :'kek', true) \g /dev/null
$1; COMMIT;"; }
expect_found() {
  local got
  got=$(with_key "SELECT count(*) FILTER (WHERE phone_index = ANY (phone_blind_indexes(phone))) || ' of ' || count(*) FROM profiles WHERE id % 10 = 0")
  [ "$got" = "$1 of $1" ] || fail "$got rows are found: $2"
}
expect_found 800 "before"
with_key "EXPLAIN SELECT id FROM profiles WHERE phone_index = ANY (phone_blind_indexes('+33600000007'))" >plan
grep -q "using profiles_phone_index" plan || fail "the lookup uses no index: $(cat plan)"

# What looks up under one key only is named, and nothing is begun.
run_sql "CREATE FUNCTION find_profile(text) RETURNS bigint LANGUAGE sql AS 'SELECT id FROM profiles WHERE phone_index = phone_blind_index(\$1)'"
run_sql "CREATE VIEW known AS SELECT id FROM profiles WHERE phone_index = phone_blind_index('+33600000001')"
expect_exit 5 dunlin encrypt rotate --purpose phone_index
expect_output "function find_profile(text)" "view known" "phone_blind_indexes"
expect_sql "SELECT count(*) FROM dunlin_pack.dek" 2
expect_sql "SELECT count(*) FROM profiles WHERE phone_index IS NULL" 0
run_sql "DROP VIEW known; DROP FUNCTION find_profile(text)"
run_sql "CREATE FUNCTION find_again(text) RETURNS bigint LANGUAGE sql BEGIN ATOMIC; SELECT id FROM profiles WHERE phone_blind_index(\$1) = phone_index; END"
run_sql "CREATE FUNCTION put(bigint, text) RETURNS void LANGUAGE sql AS 'INSERT INTO profiles (id, phone_index) VALUES (\$1, phone_blind_index(\$2)) ON CONFLICT (id) DO UPDATE SET phone_index = phone_blind_index(\$2)'"
expect_exit 5 dunlin encrypt rotate --purpose phone_index
expect_output "function find_again(text)"
expect_no_output "function put"
run_sql "DROP FUNCTION find_again(text)"

# An application looks up and writes all the time.
run_sql "CREATE TABLE lookups (found bigint)"
cat >lookup.sql <<'SQL'
\set id random(1, 1000)
BEGIN;
SELECT set_config('dunlin.kek', ':kek', true);
INSERT INTO lookups SELECT count(*) FROM profiles WHERE phone_index = ANY (phone_blind_indexes('+33' || (600000000 + :id)));
UPDATE profiles SET phone = '+49' || (100000000 + :id) WHERE id = 1000 + :id % 200 + 1;
COMMIT;
SQL
"$SCENARIO_PROGRAMS/pgbench" -n -f lookup.sql -D kek="$DUNLIN_KEK" -c 1 -R 50 -T 3600 >pgbench.log 2>&1 &
reader=$!
wait_until "SELECT count(*) > 0 FROM lookups"
killed=0
for n in 1 2 3 4 5 6 7 8 9 10 11 12 14 60; do
  got=0
  { DUNLIN_KILL_AT=any:$n "$DUNLIN" encrypt rotate --purpose phone_index --batch-time 1ms --wait 5min >"$captured/all" 2>&1 </dev/null || got=$?; } 2>/dev/null
  [ $got = 137 ] || break
  killed=$((killed + 1))
  expect_found 800 "killed at instant $n"
done
last_command="rotate --purpose phone_index (kill $n)"
if [ $got = 137 ]; then expect_exit 0 dunlin encrypt rotate --purpose phone_index --wait 5min; else [ $got = 0 ] || fail "it ended with $got"; fi
[ $killed -gt 6 ] || fail "only $killed instants"
wait_until "SELECT count(*) > 20 FROM lookups"
kill -TERM $reader || fail "the reader had ended: $(cat pgbench.log)"
wait $reader || true
! grep -q ERROR pgbench.log || fail "the application had errors: $(tail -5 pgbench.log)"
expect_sql "SELECT count(*) FROM lookups WHERE found <> 1" 0
expect_found 800 "after"
expect_sql "SELECT string_agg(kid || ' ' || state, ', ' ORDER BY kid) FROM dunlin_pack.dek WHERE purpose = 'phone_index'" "2 retired, 3 active"
expect_sql "SELECT count(*) FROM profiles WHERE substr(phone_index, 1, 4) <> int4send(3)" 0
expect_exit 0 dunlin encrypt verify
expect_exit 0 dunlin encrypt verify --mode server
expect_exit 0 dunlin encrypt status --json
expect_json '.columns[0].index_keys | tojson' '{"3":8000}'

# A transaction from before still writes by the old key: that one isn't retired under it, and what it wrote is found.
session old
tell old "BEGIN ISOLATION LEVEL REPEATABLE READ"
tell old "SELECT set_config('dunlin.kek', '$DUNLIN_KEK', true), count(*) FROM profiles"
expect_exit 0 dunlin encrypt rotate --purpose phone_index --wait 1s
expect_output "key 3 isn't retired: server process" "dunlin encrypt keys retire"
tell old "INSERT INTO profiles (id, phone) VALUES (9000, '+33655555555')"
tell old "COMMIT"
expect_found 801 "written by a transaction from before"
expect_sql "SELECT encode(substr(phone_index, 1, 4), 'hex') FROM profiles WHERE id = 9000" 00000003
expect_exit 3 dunlin encrypt keys retire
expect_output "key 3 isn't retired: the blind index of public.profiles.phone_encrypted uses it"
expect_exit 0 dunlin encrypt rotate --purpose phone_index
expect_output "key 3 is retired" "key 4 is retired"
expect_found 801 "after another rotation"

# One that ends while the rotation waits: what it wrote goes over in a second sweep, which the numbers have in them.
tell old "BEGIN ISOLATION LEVEL REPEATABLE READ"
tell old "SELECT set_config('dunlin.kek', '$DUNLIN_KEK', true), count(*) FROM profiles"
start rotation encrypt rotate --purpose phone_index --wait 10min --json
wait_until "SELECT count(*) = 1 FROM dunlin_pack.encryption_checkpoint WHERE operation = 'rotate to key 6' AND finished"
tell old "INSERT INTO profiles (id, phone) VALUES (9010, '+33666666666')"
tell old "COMMIT"
expect_end rotation 0
expect_json '.columns[0].rows' 8002
expect_json '.columns | length' 1
expect_found 802 "after a rotation of two sweeps"
run_sql "CREATE FUNCTION find_profile(text) RETURNS bigint LANGUAGE sql AS 'SELECT id FROM profiles WHERE phone_index IN (phone_blind_index(\$1))'"
expect_exit 0 dunlin encrypt rotate --purpose phone_index --yes
expect_output "note: lookups that compare with one entry would miss rows while phone_index is rotated: function find_profile(text)"
run_sql "DROP FUNCTION find_profile(text)"

# Equal values under a unique index: the rotation says so, and goes on when it is cleared up.
run_sql "UPDATE profiles SET phone_index = (SELECT phone_index FROM profiles WHERE id = 1) WHERE id = 2"
expect_exit 3 dunlin encrypt verify
expect_output "2  wrong_index"
