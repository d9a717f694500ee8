# A small web analytics service: up, data, verification, broken index, down to nothing, up again.
# shellcheck shell=bash disable=SC2154,SC2034,SC1010

start ial-analytics || { echo "not ok ial-analytics: scratch server"; exit 1; }
psql -c "CREATE ROLE ial LOGIN" -c "CREATE DATABASE ial OWNER ial"
database=ial
migrations() { (cd "$work/project" && "$dunlin" --db-url "$(url ial)" "$@"); }

indexes_of_example="'idx_users_email_lower','idx_users_email_domain','idx_users_email_hash','idx_visitor_sessions_ip_hash',
  'idx_users_email_salt','idx_page_views_timestamp_desc_path','idx_page_views_session_timestamp_desc','idx_visitor_sessions_started_at_desc',
  'idx_visitor_sessions_active','idx_visitor_sessions_ended_at','idx_system_metrics_name_timestamp_desc',
  'idx_system_metrics_timestamp_brin'"
valid_indexes() { value "count(*) FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indisvalid AND relname IN ($indexes_of_example)"; }
# Everything that DDL of the example can change, as text.
catalog() {
  psql <<'SQL'
SELECT attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0 AND NOT attisdropped ORDER BY 1, 2;
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1;
SELECT conrelid::regclass, pg_get_constraintdef(oid), convalidated FROM pg_constraint
WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2;
SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname IN ('pii_hash', 'update_updated_at_column') ORDER BY 1;
SQL
}

applies_in_order() {
  local out
  out=$(migrations migrate --json) || { echo "$out"; return 1; }
  is "$(json '{outcome}' "$out")" done &&
    is "$(psql -v json="$out" <<<"SELECT string_agg(m ->> 'version' || ' ' || (m ->> 'outcome'), ', ') FROM jsonb_array_elements((:'json')::jsonb -> 'migrations') AS m")" \
      "001 done, 002 done, 003 done, 004 done, 005 done, 006 done, 007 done"
}
status_counts() {
  local out
  out=$(migrations status --json) || { echo "$out"; return 1; }
  is "$(json '{applied}' "$out") $(json '{pending}' "$out")" "$1 $2"
}
status_tells() {
  local out
  out=$(migrations status --json)
  is "$(json '{migrations,4,version}' "$out") $(json '{migrations,4,name}' "$out") $(json '{migrations,4,state}' "$out")" \
    "005 add_performance_indexes applied" &&
    is "$(psql -v json="$out" <<<"SELECT count(*) FROM jsonb_array_elements((:'json')::jsonb -> 'migrations') AS m WHERE (m ->> 'applied_at')::timestamptz > now() - interval '1 hour'")" 7
}
nothing_to_do() {
  local before after
  before=$(value "count(*) FROM dunlin.ledger")
  migrations migrate >/dev/null || return 1
  after=$(value "count(*) FROM dunlin.ledger")
  is "$after" "$before"
}
files_run_again() {  # idempotent: each whole file once more, by psql; the pack's makes objects of its own
  local before file
  before=$(catalog)
  for file in "$example_folder"/database/migrations/*.sql; do
    case $file in */006_*) continue ;; esac
    psql -f "$file" || return 1
  done
  is "$(catalog)" "$before"
}
loads_data() {
  migrations seed >/dev/null && migrations seed >/dev/null || return 1
  is "$(value "(SELECT count(*) FROM users) || ' ' || (SELECT count(*) FROM visitor_sessions)")" "500 1000" &&
    is "$(value "count(*) > 3000 FROM page_views")" t
}
# The principles, asked as policies: the five files keep them, and one that doesn't is refused, principle by principle.
principles_are_asked() {
  local out
  cp -r "$example_folder" "$work/strict" && rm "$work/strict/database/migrations/"00[67]_* && psql -d postgres -c "CREATE DATABASE strict OWNER ial" &&
    sed -i 's/^\[policy\]/[policy]\nadditive_only = true\nidempotent = true\nnon_blocking = true/' "$work/strict/dunlin.toml" || return 1
  strict() { (cd "$work/strict" && "$dunlin" --db-url "$(url ial strict)" "$@"); }
  exits 0 strict migrate || return 1
  printf -- '-- Rollback:\n-- SELECT 1;\nALTER TABLE users DROP COLUMN email_hash;\nCREATE INDEX idx_users_created ON users (created_at);\n' \
    >"$work/strict/database/migrations/008_breaks.sql"
  out=$(strict migrate --json) && { echo "not refused: $out"; return 1; }
  is "$(json '{outcome}' "$out")" refused &&
    is "$(psql -v json="$out" <<<"SELECT count(*) > 0 FROM jsonb_array_elements((:'json')::jsonb -> 'findings') AS f WHERE f ->> 'rule' LIKE 'drop%column%' OR f ->> 'message' LIKE '%email_hash%'")" t &&
    is "$(psql -v json="$out" <<<"SELECT count(*) > 0 FROM jsonb_array_elements((:'json')::jsonb -> 'findings') AS f WHERE f ->> 'rule' = 'blocks-writes-while-it-scans'")" t &&
    is "$(value "count(*) FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'email_hash'")" 1
}
# Each class of the guide's table, by what the catalog says of the rows.
builds_are_estimated() {
  is "$(psql <<SQL
BEGIN;
UPDATE pg_class SET reltuples = CASE relname WHEN 'page_views' THEN 5e6 WHEN 'visitor_sessions' THEN 5e5 ELSE 5e4 END
WHERE oid IN ('page_views'::regclass, 'visitor_sessions'::regclass, 'system_metrics'::regclass);
\\o $work/estimate
\\i $example_folder/queries/build_estimate.sql
\\o
ROLLBACK;
SQL
    cut -d '|' -f 1,2,5 "$work/estimate")" "page_views|5000000|5 to 30 minutes or more: choose a quiet time
visitor_sessions|500000|1 to 5 minutes
system_metrics|50000|under a minute"
}
# An open transaction, a concurrent build that waits for it, and a lock that waits behind both.
waits_are_shown() {
  local holder builder waiter seen=1
  psql <<<"BEGIN; LOCK TABLE users IN ROW EXCLUSIVE MODE; SELECT pg_sleep(3600);" >/dev/null 2>&1 &
  holder=$!
  wait_for "SELECT count(*) > 0 FROM pg_locks WHERE relation = 'users'::regclass AND mode = 'RowExclusiveLock' AND granted"
  psql -c "CREATE INDEX CONCURRENTLY idx_users_waits ON users (created_at)" >/dev/null 2>&1 &
  builder=$!
  wait_for "SELECT count(*) > 0 FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for writers%'"
  psql -c "BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE; COMMIT" >/dev/null 2>&1 &
  waiter=$!
  wait_for "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'" &&
    says '|users|idx_users_waits|waiting for writers' psql -f "$example_folder/queries/index_progress.sql" &&
    says '|AccessExclusiveLock|users|{' psql -f "$example_folder/queries/waiting_locks.sql" || seen=0
  psql -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3600)%' AND pid <> pg_backend_pid()" >/dev/null
  wait "$holder" "$builder" "$waiter"
  psql -c "DROP INDEX idx_users_waits" && is "$seen" 1
}
wait_for() {  # a query that says t
  local end=$((SECONDS + 60))
  while [ $SECONDS -lt $end ]; do [ "$(psql -c "$1")" = t ] && return 0; sleep 0.1; done
  echo "never: $1"
  return 1
}
query_runs() { psql -f "$example_folder/queries/$1.sql" >/dev/null; }
sizes_are_listed() { is "$(psql -f "$example_folder/queries/index_sizes.sql" | grep -c '^[a-z_]*|idx_.*|t$')" 13; }
all_verified() { local file; for file in "$example_folder"/verify/*.sql; do silent psql -f "$file" || { echo "in $file"; return 1; }; done; }
defined_as() { is "$(value "pg_get_indexdef('$1'::regclass)")" "$2"; }
plan_uses_index() {
  local out
  out=$(psql -f "$example_folder/queries/latest_views.sql")
  grep -q 'idx_page_views_timestamp_desc_path' <<<"$out" || { echo "$out"; return 1; }
}
retention() {
  psql -f "$example_folder/jobs/close_idle_sessions.sql" -v keep_days=20 -f "$example_folder/jobs/retention.sql" || return 1
  is "$(value "(SELECT count(*) FROM visitor_sessions WHERE ended_at < now() - interval '20 days') + (SELECT count(*) FROM system_metrics WHERE \"timestamp\" < now() - interval '20 days')")" 0
}
# Statements in a transaction that has the key.
with_key() {
  psql -v kek="$(cat "$work/project/development.kek")" <<<"BEGIN; SELECT set_config('dunlin.kek', :'kek', true) \\g /dev/null
$1; COMMIT;"
}
emails_in_the_clear() { is "$(value "sum(not_encrypted) || ' ' || sum(not_hashed) FROM user_email_encryption")" "500 500"; }
encrypts() {
  exits 3 migrations encrypt status --check || return 1
  migrations encrypt keys new development.kek && migrations encrypt keys init && migrations encrypt backfill || return 1
  exits 0 migrations encrypt status --check
}
encrypted() {
  is "$(value "not_encrypted + not_hashed FROM user_email_encryption")" 0 &&
    is "$(with_key "SELECT count(*) FROM users WHERE dunlin_pack.decrypt(email_encrypted, 'email',
      dunlin_pack.row_context('public.users.email_encrypted', id::text), email_salt) = email")" 500 &&
    exits 0 migrations encrypt verify
}
found_by_hash() {
  is "$(with_key "SELECT email FROM users WHERE email_hash = ANY (email_blind_indexes(' USER7@example.org'))")" user7@example.org &&
    is "$(with_key "SELECT count(*) FROM users WHERE email_hash = ANY (email_blind_indexes('nobody@example.org'))")" 0 &&
    is "$(value "count(*) FROM users WHERE email_hash = pii_hash(email, decode(repeat('00', 32), 'hex'))")" 0 &&
    is "$(value "count(*) > 0 FROM visitor_sessions WHERE ip_hash = pii_hash('198.51.100.7', decode(repeat('00', 32), 'hex'))")" t
}
new_users_are_encrypted() {
  with_key "INSERT INTO users (email) VALUES ('new@example.org')" || return 1
  is "$(with_key "SELECT id FROM users WHERE email_hash = ANY (email_blind_indexes('new@example.org'))")" \
    "$(value "id FROM users WHERE email = 'new@example.org' AND email_encrypted IS NOT NULL")" || return 1
  psql -c "DELETE FROM users WHERE email = 'new@example.org'"
}
moved_email_is_noticed() {  # bound to its row: not even with its salt and its hash it can go to another one
  psql -c "CREATE TABLE saved AS SELECT * FROM users WHERE id IN (7, 8)" -c "UPDATE users SET email_salt = NULL WHERE id IN (7, 8)" \
    -c "UPDATE users u SET email_encrypted = s.email_encrypted, email_salt = s.email_salt, email_hash = s.email_hash
    FROM saved s WHERE (u.id, s.id) IN ((7, 8), (8, 7))" || return 1
  says "7  altered" migrations encrypt verify && exits 3 migrations encrypt verify || return 1
  psql -c "UPDATE users SET email_salt = NULL WHERE id IN (7, 8)" -c "UPDATE users u SET email_encrypted = s.email_encrypted, email_salt = s.email_salt, email_hash = s.email_hash
    FROM saved s WHERE u.id = s.id" -c "DROP TABLE saved" || return 1
  exits 0 migrations encrypt verify
}
rotates() {
  migrations encrypt rotate --purpose email && migrations encrypt rotate --purpose email_index || return 1
  is "$(value "string_agg(DISTINCT key_id::text, ' ') FROM user_email_encryption")" 3 || return 1
  encrypted && found_by_hash || return 1
  is "$(value "string_agg(purpose || ' ' || state, ', ' ORDER BY kid) FROM dunlin_pack.dek")" \
    "email retired, email_index retired, email active, email_index active" || return 1
  exits 5 migrations encrypt keys destroy 1 && says "backups that need key 1 may be kept until" migrations encrypt keys destroy 1
}
rebuilds_invalid() {
  migrations rollback --steps 3 --yes >/dev/null || return 1
  # What a broken build leaves behind: IF NOT EXISTS is content with its name.
  psql -c 'CREATE INDEX idx_page_views_timestamp_desc_path ON page_views ("timestamp" DESC, path)' \
    -c "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'idx_page_views_timestamp_desc_path'::regclass" || return 1
  is "$(value "indisvalid FROM pg_index WHERE indexrelid = 'idx_page_views_timestamp_desc_path'::regclass")" f || return 1
  migrations migrate || return 1
  is "$(valid_indexes)" 12
}
keys_come_back() {  # that rollback took the keys away, and kept them
  exits 3 migrations encrypt status --check && exits 5 migrations encrypt backfill || return 1
  psql -c "$(migrations encrypt keys init 2>&1 | sed -n 's/.*\(INSERT INTO dunlin_pack.dek .*)\).*/\1/p')" || return 1
  exits 0 migrations encrypt verify && exits 0 migrations encrypt keys init
}
one_file() {
  migrations rollback --steps 3 --yes >/dev/null || return 1
  migrations migrate --file database/migrations/005_add_performance_indexes.sql || return 1
  is "$(valid_indexes)" 11 || return 1
  migrations migrate >/dev/null || return 1
  is "$(valid_indexes)" 12
}
rolls_back_one() {
  migrations rollback --steps 1 --yes || return 1
  status_counts 6 1 && is "$(valid_indexes)" 11 || return 1
  migrations rollback --steps 2 --yes || return 1
  status_counts 4 3 && is "$(valid_indexes)" 4
}
rolls_back_all() {
  migrations rollback --to 0 --yes || return 1
  status_counts 0 7 &&
    is "$(value "count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'i')")" 0
}
rows_are_kept() { is "$(value "count(*) > 0 FROM dunlin.kept WHERE origin LIKE '%users' AND rows = 500")" t; }
up_again() {
  migrations migrate >/dev/null || return 1
  is "$(catalog)" "$first_catalog"
}

check S4.1 "the five migrations apply in order" applies_in_order
first_catalog=$(catalog)
check S4.1 "status tells what ran and when" status_tells
check S4.1 "a second run has nothing to do" nothing_to_do
check S4.2 "each file may run again and changes nothing" files_run_again
check S4.2 "data loads, and loads again without change" loads_data
check S4.2 "what isn't additive or blocks is refused, and none of the five files is" principles_are_asked
check S4.3 "build estimate by number of rows" builds_are_estimated
check S4.4 "every index exists and is valid" is "$(valid_indexes)" 12
check "S4.4, X S4.a" "index sizes are listed" sizes_are_listed
check S4.5 "one file by its path" one_file
check S4.6 "verification queries return no rows" all_verified
check S4.6 "dunlin verify finds every promise kept" migrations verify
check S4.6 "the dashboard's query uses its index" plan_uses_index
check "S4.6, X S4.e" "index use is counted" query_runs index_usage
check S4.7 "tables and columns" silent psql -f "$example_folder/verify/001_initial_schema.sql"
check S4.8 "page views by time and path" defined_as idx_page_views_timestamp_desc_path \
  'CREATE INDEX idx_page_views_timestamp_desc_path ON public.page_views USING btree ("timestamp" DESC, path)'
check S4.8 "page views by session" defined_as idx_page_views_session_timestamp_desc \
  'CREATE INDEX idx_page_views_session_timestamp_desc ON public.page_views USING btree (session_id, "timestamp" DESC)'
check "S4.8, X S4.d" "active sessions, without now()" defined_as idx_visitor_sessions_active \
  'CREATE INDEX idx_visitor_sessions_active ON public.visitor_sessions USING btree (last_seen_at DESC) WHERE is_active'
check S4.8 "sessions that retention deletes" defined_as idx_visitor_sessions_ended_at \
  'CREATE INDEX idx_visitor_sessions_ended_at ON public.visitor_sessions USING btree (ended_at) WHERE (NOT is_active)'
check S4.9 "retention deletes what is old" retention
check S4.10 "emails wait for a key" emails_in_the_clear
check S4.10 "emails are encrypted online, by one command" encrypts
check S4.10 "emails are encrypted" encrypted
check S4.10 "a person is found by keyed hash" found_by_hash
check S4.10 "a new user is encrypted at once" new_users_are_encrypted
check S4.10 "an email moved to another row is noticed" moved_email_is_noticed
check S4.10 "keys are rotated, and kept for the backups" rotates
check "S4.11, X S4.f" "a build that waits and the locks behind it are shown" waits_are_shown
check "X S4.b, X S4.c" "an INVALID index is rebuilt in spite of IF NOT EXISTS" rebuilds_invalid
check S4.10 "keys that a rollback has kept come back" keys_come_back
check S4.12 "one migration is taken back" rolls_back_one
check S4.12 "all are taken back" rolls_back_all
check S4.12 "rows that would be lost are kept" rows_are_kept
check S4.12 "up again gives the same catalog" up_again
