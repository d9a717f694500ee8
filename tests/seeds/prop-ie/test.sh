# A property platform after its move from SQLite: what its database gets from packs, and the platform's own access rules.
# (The move itself, there and back: the scenarios prop_ie and transfer_*.)
# shellcheck shell=bash disable=SC2154

start prop-ie || { echo "not ok prop-ie: scratch server"; exit 1; }
psql -c "CREATE ROLE prop LOGIN CREATEROLE" -c "CREATE DATABASE prop OWNER prop"
database=prop
export DUNLIN_DATABASE_URL
DUNLIN_DATABASE_URL=$(url prop)
mkdir "$work/programs" && ln -s "$dunlin" "$work/programs/dunlin"
PATH=$work/programs:$PATH
in_project() { (cd "$work/project" && "$@"); }
# What somebody who has signed in sees: as_user NUMBER QUERY
as_user() {
  local sub
  sub=$(value "public_id FROM users WHERE id = $1") || return 1
  psql <<<"BEGIN; SET LOCAL ROLE authenticated;
SELECT set_config('request.jwt.claims', json_build_object('sub', '$sub', 'role', 'authenticated')::text, true) AS claims \\gset
$2;
ROLLBACK;"
}
refused() {  # SQLSTATE STATEMENT
  local out
  out=$(psql -v VERBOSITY=verbose <<<"$2" 2>&1) && { echo "not refused: $2"; return 1; }
  grep -q "ERROR:  $1:" <<<"$out" || { echo "$out"; return 1; }
}

tested() {
  says "TLS" in_project dunlin transfer test --from prop.db && says "max_connections" in_project dunlin transfer test --from prop.db
}
moved() {
  in_project ./generate 3000 && printf '#!/bin/sh\nexit 0\n' >"$work/project/healthy" && chmod +x "$work/project/healthy" &&
    in_project dunlin transfer run --from prop.db --yes
}
hardened() { in_project ./harden && in_project dunlin migrate; }
nothing_pending() { exits 0 in_project dunlin status --check; }
users_are_apart() {
  local of_one all
  of_one=$(value "count(*) FROM messages WHERE 1 IN (sender_id, recipient_id)")
  all=$(value "count(*) FROM messages")
  [ "$of_one" -lt "$all" ] || { echo "messages of user 1: $of_one of $all"; return 1; }
  is "$(as_user 1 "SELECT count(*) FROM messages")" "$of_one" &&
    is "$(as_user 1 "SELECT string_agg(id::text, ',') FROM users")" 1 &&
    is "$(as_user 1 "SELECT count(*) FROM sales")" "$(value "count(*) FROM sales WHERE 1 IN (buyer_id, agent_id)")" &&
    refused 42501 "BEGIN; SET LOCAL ROLE authenticated; UPDATE sales SET price = 1"
}
audited() {
  psql -c "UPDATE users SET phone = '+353 1 4960000', full_name = 'Nora Nobody' WHERE id = 2" &&
    is "$(value "action || ' ' || (new_data ->> 'full_name') || ' ' || (new_data ->> 'phone') || ' ' || database_user FROM audit_logs WHERE relation = 'public.users' AND record_id = '2' AND new_data ? 'full_name'")" \
      "UPDATE Nora Nobody *** postgres" &&
    refused 42501 "SET ROLE prop; DELETE FROM audit_logs"
}
roles_are_granted() {
  is "$(value "string_agg(rolname || CASE WHEN rolcanlogin OR rolsuper OR rolbypassrls THEN '!' ELSE '' END, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname IN ('app_service', 'admin_role', 'developer_role', 'analytics_role')")" \
    "admin_role analytics_role app_service developer_role" &&
    is "$(value "has_table_privilege('app_service', 'users', 'INSERT') || ' ' || has_table_privilege('analytics_role', 'users', 'SELECT') || ' ' || has_table_privilege('analytics_role', 'properties', 'SELECT')")" "true false true"
}
# What SQLite let pass: it is told, not hidden.
odd_data() {
  echo "references of public.kyc_checks by kyc_checks_user_id_fkey failed rows without their row in public.users" \
    "$(value "count(*) FROM kyc_checks AS k WHERE NOT EXISTS (SELECT FROM users WHERE id = user_id)");" \
    "times of public.users failed rows that were updated before they were created" \
    "$(value "count(*) FROM users WHERE updated_at < created_at")"
}
input_is_checked() {
  refused 23514 "UPDATE sales SET price = -1 WHERE id = (SELECT min(id) FROM sales)" &&
    refused 23514 "UPDATE properties SET price = 0 WHERE id = 1" &&
    is "$(value "string_agg(concat_ws(' ', check_name, status, detail, count), '; ') FROM verify_data_integrity() WHERE status = 'failed'")" "$(odd_data)"
}
threats_are_found() {
  psql -c "SELECT log_security_event('sign_in_failed', 'medium', ip_address => '203.0.113.9') FROM generate_series(1, 8)" >/dev/null &&
    value "detect_suspicious_activity(NULL, '203.0.113.9'::inet, NULL)" | grep -q '"suspicious" *: *true' || {
    psql -c '\df log_security_event'
    value "detect_suspicious_activity(NULL, '203.0.113.9'::inet, NULL)"
    return 1
  }
}
analytics() {
  psql -c "ANALYZE properties" -c "UPDATE sales SET status = 'closed' WHERE status = 'contracted'" -c "SELECT FROM refresh_optimized_views()" >/dev/null &&
    is "$(value "(SELECT sum(sales) FROM mv_sales_by_county WHERE status = 'closed') = (SELECT count(*) FROM sales WHERE status = 'closed')")" t &&
    psql -c "SET enable_seqscan = off" -c "EXPLAIN SELECT id FROM properties WHERE features::jsonb @> '{\"garden\": true}'" | grep -q properties_features
}
queries_are_watched() { is "$(value "count(*) > 3 FROM get_database_stats()")" t && psql -c "SELECT capture_query_performance(1000)" >/dev/null; }
types_are_rich() {
  is "$(value "string_agg(typname, ' ' ORDER BY typname) FROM pg_type WHERE typname IN ('user_status', 'kyc_status', 'user_role')")" "kyc_status user_role user_status" &&
    is "$(value "format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'public_id'")" uuid
}
verified() { exits 0 in_project dunlin verify; }
taken_back() {
  in_project dunlin rollback --to 3 --yes &&
    is "$(value "count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname IN ('my_user_id', 'refresh_optimized_views', 'detect_suspicious_activity')")" 0 &&
    in_project dunlin migrate
}

in_project ./generate 10 >/dev/null
check "S3.7, S3.9" "TLS and connections for the pool are looked at before" tested
check S3.2 "a platform with odd values is moved whole" moved
check S3.10 "packs are added and applied" hardened
check S3.10 "four roles, none of which signs in, with rights of their own" roles_are_granted
check S3.8 "people see their own rows only" users_are_apart
check S3.8 "changes are logged, masked, and for good" audited
check S3.11 "input is checked" input_is_checked
check S3.12 "suspicious activity is found" threats_are_found
check S3.13 "features are found by an index, sales are summed in a view" analytics
check S3.13 "queries are watched" queries_are_watched
check S3.14 "enum types and UUIDs" types_are_rich
check S3.20 "what was deployed is verified" verified
check S3.5 "all of it can be taken back, and comes again" taken_back
check S3.23 "nothing is pending" nothing_pending
