# A small web analytics service: up, data, verification, broken index, down to nothing, up again.
# shellcheck shell=bash disable=SC2154,SC2034,SC1010

start ial-analytics || { echo "not ok ial-analytics: scratch server"; exit 1; }
psql -c "CREATE ROLE ial LOGIN" -c "CREATE DATABASE ial OWNER ial"
database=ial
migrations() { (cd "$work/project" && "$dunlin" --db-url "$(url ial)" "$@"); }

indexes_of_example="'idx_users_email_lower','idx_users_email_domain','idx_users_email_hash','idx_visitor_sessions_ip_hash',
  'idx_page_views_timestamp_desc_path','idx_page_views_session_timestamp_desc','idx_visitor_sessions_started_at_desc',
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
      "001 done, 002 done, 003 done, 004 done, 005 done"
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
    is "$(psql -v json="$out" <<<"SELECT count(*) FROM jsonb_array_elements((:'json')::jsonb -> 'migrations') AS m WHERE (m ->> 'applied_at')::timestamptz > now() - interval '1 hour'")" 5
}
nothing_to_do() {
  local before after
  before=$(value "count(*) FROM dunlin.ledger")
  migrations migrate >/dev/null || return 1
  after=$(value "count(*) FROM dunlin.ledger")
  is "$after" "$before"
}
files_run_again() {  # idempotent: each whole file once more, by psql
  local before file
  before=$(catalog)
  for file in "$example_folder"/database/migrations/*.sql; do psql -f "$file" || return 1; done
  is "$(catalog)" "$before"
}
loads_data() {
  migrations seed >/dev/null && migrations seed >/dev/null || return 1
  is "$(value "(SELECT count(*) FROM users) || ' ' || (SELECT count(*) FROM visitor_sessions)")" "500 1000" &&
    is "$(value "count(*) > 3000 FROM page_views")" t
}
query_runs() { psql -f "$example_folder/queries/$1.sql" >/dev/null; }
sizes_are_listed() { is "$(psql -f "$example_folder/queries/index_sizes.sql" | grep -c '^[a-z_]*|idx_.*|t$')" 12; }
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
found_by_hash() {
  is "$(value "email FROM users WHERE email_hash = pii_hash(' USER7@example.org', decode(repeat('00', 32), 'hex'))")" user7@example.org &&
    is "$(value "count(*) FROM users WHERE email_hash = pii_hash('user7@example.org', 'another key')")" 0
}
encrypted() {
  is "$(value "not_encrypted + not_hashed FROM user_email_encryption")" 0 &&
    is "$(value "count(*) FROM users WHERE pgp_sym_decrypt_bytea(email_encrypted, 'development only') = convert_to(email, 'UTF8')")" 500
}
rebuilds_invalid() {
  migrations rollback --steps 1 --yes >/dev/null || return 1
  # What a broken build leaves behind: IF NOT EXISTS is content with its name.
  psql -c 'CREATE INDEX idx_page_views_timestamp_desc_path ON page_views ("timestamp" DESC, path)' \
    -c "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'idx_page_views_timestamp_desc_path'::regclass" || return 1
  is "$(value "indisvalid FROM pg_index WHERE indexrelid = 'idx_page_views_timestamp_desc_path'::regclass")" f || return 1
  migrations migrate || return 1
  is "$(valid_indexes)" 11
}
one_file() {
  migrations rollback --steps 1 --yes >/dev/null || return 1
  migrations migrate --file database/migrations/005_add_performance_indexes.sql || return 1
  is "$(valid_indexes)" 11
}
rolls_back_one() {
  migrations rollback --steps 1 --yes || return 1
  status_counts 4 1 && is "$(valid_indexes)" 4
}
rolls_back_all() {
  migrations rollback --to 0 --yes || return 1
  status_counts 0 5 &&
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
check S4.3 "build estimate by number of rows" query_runs build_estimate
check S4.4 "every index exists and is valid" is "$(valid_indexes)" 11
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
check S4.9 "retention deletes what is old" retention
check S4.10 "a person is found by keyed hash" found_by_hash
check S4.10 "emails are encrypted" encrypted
check "S4.11, X S4.f" "progress of index builds" query_runs index_progress
check S4.11 "waiting locks" query_runs waiting_locks
check "X S4.b, X S4.c" "an INVALID index is rebuilt in spite of IF NOT EXISTS" rebuilds_invalid
check S4.12 "one migration is taken back" rolls_back_one
check S4.12 "all are taken back" rolls_back_all
check S4.12 "rows that would be lost are kept" rows_are_kept
check S4.12 "up again gives the same catalog" up_again
