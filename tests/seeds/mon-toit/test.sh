# Mon Toit: the phases by tags, what each migration brings, what is monitored, rollbacks of both kinds.
# shellcheck shell=bash disable=SC2154,SC2034

kek=$(printf '0123456789abcdef%.0s' 1 2 3 4)
montoit() { (cd "$work/project" && PGOPTIONS='-c montoit.people=60 -c montoit.properties=600 -c montoit.messages=1200' "$dunlin" --db-url "$(url montoit montoit)" "$@"); }
applied() { is "$(montoit status --json | jq -r '[.migrations[] | select(.state == "applied") | .version] | join(" ")')" "$*"; }
meta() { is "$(psql -c "SELECT DISTINCT metadata ->> '$2' FROM dunlin.ledger WHERE version = '$1' AND kind = 'up'")" "$3"; }
as() { echo "BEGIN; SELECT set_config('request.jwt.claims', json_build_object('sub', md5('person $1')::uuid)::text, true); SET LOCAL ROLE authenticated;"; }
catalog() { "$programs/pg_dump" -s -h "$work/server" -U postgres -N dunlin -N dunlin_kept montoit | grep -vE '^(--|\\(un)?restrict|$)'; }
same_catalog() { diff <(echo "$1") <(echo "$2"); }

set_up() {
  psql -c 'CREATE ROLE montoit LOGIN' -c 'CREATE ROLE anon' -c 'CREATE ROLE authenticated' -c 'CREATE ROLE service_role BYPASSRLS' \
    -c 'GRANT pg_read_all_stats TO montoit' -c 'CREATE DATABASE montoit OWNER montoit' || return 1
  database=montoit  # here; for the others below
  psql -c 'CREATE EXTENSION pgcrypto' -c 'CREATE EXTENSION pg_stat_statements' -c 'GRANT CREATE ON SCHEMA public TO montoit'
}
platform() { montoit migrate --include-tags 000_platform >/dev/null && montoit seed >/dev/null && montoit seed >/dev/null && is "$(value "count(*) FROM messages")" 1200; }
by_tag() { montoit migrate --include-tags "$1" || return 1; shift; applied "$@"; }
refused_without_002() { ! montoit migrate --include-tags 003_rls_optimization && applied 000 001; }
one_file() { montoit migrate --file supabase/migrations/001_critical_indexes.sql && applied 000 001; }
defined() { is "$(value "pg_get_indexdef('$1'::regclass)")" "$2"; }
encrypts() {
  psql <<SQL
BEGIN; SELECT set_config('dunlin.kek', '$kek', true); SELECT dunlin_pack.new_data_key('phone'), dunlin_pack.new_data_key('phone_index'), dunlin_pack.new_data_key('document');
UPDATE profiles SET phone = phone || ' '; UPDATE profiles SET phone = btrim(phone); COMMIT;
SQL
}
with_key() { psql -c "BEGIN" -c "SELECT set_config('dunlin.kek', '$kek', true)" "$@" -c ROLLBACK | sed 1d; }
round_trip() { is "$(with_key -c "SELECT count(*) FROM profiles WHERE decrypt_phone_number(phone_encrypted, phone_salt) = phone" -c "SELECT count(DISTINCT phone_salt) FROM profiles")" $'60\n60'; }
bad_rows() {
  is "$(with_key -c "UPDATE profiles SET phone_encrypted = 'v1.1.AAAA' WHERE id = md5('person 1')::uuid" -f "$work/project/queries/decryption_failures.sql")" 1 &&
    ! psql -f "$work/project/queries/decryption_failures.sql" 2>/dev/null
}
coverage() { is "$(psql -f "$work/project/queries/encryption_coverage.sql")" "60|60"; }
document() {
  is "$(with_key -c "CREATE TEMP TABLE stored AS SELECT encrypt_document(convert_to(repeat('a page ', 50000), 'UTF8'), 'application/pdf') AS id" \
    -c "SELECT decrypt_document(id) = convert_to(repeat('a page ', 50000), 'UTF8') FROM stored" \
    -c "SELECT count(*) FROM dunlin_pack.encrypted_document_chunk WHERE position('a page'::bytea IN body) > 0")" $'t\n0'
}
audited() {
  psql -c "BEGIN" -c "SELECT set_config('request.jwt.claims', '{\"sub\": \"ada\"}', true), set_config('request.headers', '{\"x-forwarded-for\": \"203.0.113.9\"}', true)" \
    -c "UPDATE profiles SET phone = '+225 99', city = 'Man' WHERE id = md5('person 1')::uuid" -c COMMIT >/dev/null
  is "$(psql -c "SELECT actor, forwarded_ip, new_data ->> 'city', new_data ->> 'phone' FROM security_audit_logs WHERE actor = 'ada'")" "ada|203.0.113.9|Man|***"
}
covered() { is "$(value "string_agg(relation || ' ' || writes || ' ' || reads, ', ' ORDER BY relation) FROM dunlin_pack.audit_coverage() WHERE relation ~ 'prof|prop'")" "public.profiles row not logged, public.properties statement not logged"; }
refreshes() {
  psql -c "SELECT count(*) FROM refresh_optimized_views() WHERE outcome = 'refreshed'" | grep -qx 2 || return 1
  is "$(psql -c "SELECT count(*) FROM ($(sed 's/ORDER BY id;//' "$work/project/queries/refreshes.sql")) AS r WHERE ms::numeric > 0 AND rows::bigint > 0")" 2
}
stale_again() { psql -c "UPDATE properties SET monthly_rent = monthly_rent + 1 WHERE id = (SELECT id FROM properties WHERE status = 'published' LIMIT 1)" && is "$(value "count(*) FROM view_freshness() WHERE stale_since IS NOT NULL")" 2; }
logged_queries() { psql -c "SELECT capture_query_performance() > 0" | grep -qx t && [ -n "$(psql -f "$work/project/queries/slowest_of_the_day.sql")" ] && psql -f "$work/project/queries/slowest_statements.sql" >/dev/null; }
alerts() {
  psql -c "SELECT log_security_event('sign_in_failed', 'low', md5('person 1')::uuid, NULL, '192.0.2.1') FROM generate_series(1, 6)" \
    -c "SELECT detect_suspicious_activity(NULL, '192.0.2.1', md5('person 1')::uuid)" >/dev/null
  is "$(value "string_agg(alert_type || ' ' || severity, ', ' ORDER BY alert_type) FROM security_alerts WHERE description <> ''")" "failed_sign_ins_from_address high, failed_sign_ins_of_user high"
}
rate_limit_is_exact() {
  local n
  for n in 1 2 3 4; do psql -c "SELECT count(*) FROM generate_series(1, 50) AS n WHERE check_rate_limit('seed', 30, '1 day')" >"$work/limit.$n" & done
  wait
  is "$(cat "$work"/limit.* | paste -sd+ | bc)" 30
}
consent() { psql -c "SELECT record_consent(md5('person 1')::uuid::text, 'newsletter', true)" >/dev/null && is "$(value "count(data_consent_given) FROM profiles")" 1; }
export_and_erase() {
  is "$(value "jsonb_array_length(export_personal_data(md5('person 2')::uuid::text) #> '{data,public.messages}') FROM profiles LIMIT 1")" \
    "$(value "count(*) FROM messages WHERE md5('person 2')::uuid IN (sender_id, receiver_id)")" || return 1
  psql -c "SELECT relation FROM erase_personal_data(md5('person 2')::uuid::text, false)" >/dev/null &&
    is "$(value "full_name || ' ' || (phone IS NULL) || ' ' || (SELECT count(*) FROM messages WHERE md5('person 2')::uuid IN (sender_id, receiver_id)) FROM profiles WHERE id = md5('person 2')::uuid")" "erased true 0"
}
sees() { is "$(psql <<<"$(as "$1") SELECT count(*) FROM properties; ROLLBACK;" | tail -1)" "$(value "count(*) FROM properties WHERE status = 'published' OR owner_id = md5('person $1')::uuid")"; }
same_rows_as_before() { is "$(psql <<<"$(as 3) SELECT md5(string_agg(id::text, ',' ORDER BY id)) FROM $1; ROLLBACK;" | tail -1)" "$2"; }
searches() { is "$(psql <<<"$(as 3) SELECT count(*) FROM search_properties_optimized('Abidjan', 'house', page_size => 100); ROLLBACK;" | tail -1)" \
  "$(value "least(count(*), 100) FROM properties WHERE city = 'Abidjan' AND property_type = 'house' AND status = 'published'")"; }
dashboard() {
  local first
  first=$(psql <<<"$(as 4) SELECT get_dashboard() ->> 'unread_messages'; COMMIT;" | tail -1)
  is "$first" "$(value "count(*) FROM messages WHERE receiver_id = md5('person 4')::uuid AND NOT is_read")" || return 1
  is "$(value "count(*) FROM dashboard_cache WHERE profile_id = md5('person 4')::uuid")" 1 || return 1
  psql -c "INSERT INTO messages (sender_id, receiver_id, body) VALUES (md5('person 5')::uuid, md5('person 4')::uuid, 'hello')"
  is "$(value "count(*) FROM dashboard_cache WHERE profile_id = md5('person 4')::uuid")" 0 &&
    is "$(psql <<<"$(as 4) SELECT get_dashboard() ->> 'unread_messages'; COMMIT;" | tail -1)" "$((first + 1))"
}
sealed() {
  psql -c "SELECT dunlin_pack.audit_ensure_partitions()" >/dev/null
  montoit log seal --anchor "$work/audit.anchor" && montoit log verify --anchor "$work/audit.anchor" || return 1
  psql -c "SET session_replication_role = replica" -c "DELETE FROM dunlin_pack.audit_seal WHERE seal_no = 1" && exits 3 montoit log verify --anchor "$work/audit.anchor"
}
function_agrees() {  # 001 and 003: what the function leaves is what dunlin rollback leaves
  local version=$1 before by_dunlin
  before=$(catalog)
  montoit rollback --steps 1 --yes >/dev/null || return 1
  by_dunlin=$(catalog)
  montoit migrate --steps 1 >/dev/null && same_catalog "$before" "$(catalog)" || return 1
  psql -c "SELECT rollback_migration_$version()" || return 1
  same_catalog "$by_dunlin" "$(catalog)" || return 1
  montoit repair --forget "$version" --reason "rolled back by its function" >/dev/null && montoit migrate --steps 1 >/dev/null && same_catalog "$before" "$(catalog)"
}
down_to_nothing() {
  montoit rollback --to 0 --yes >/dev/null && applied "" || return 1
  is "$(value "count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname IN ('messages', 'profiles', 'security_audit_logs', 'security_alerts')")" 0 &&
    is "$(value "rows >= 1150 FROM dunlin.kept WHERE origin LIKE '%messages'")" t
}
no_concurrent_drop() { psql -c "CREATE FUNCTION x() RETURNS void LANGUAGE plpgsql AS 'BEGIN DROP INDEX CONCURRENTLY idx_properties_search; END'" && says "cannot be executed from a function" psql -c 'SELECT x()'; }

start mon-toit -c shared_preload_libraries=pg_stat_statements || { echo "not ok scratch server"; return 1; }
check S0.8 "a database with the platform's roles" set_up
database=montoit
check S0.8 "the platform's tables and its data, twice" platform
before_properties=$(psql <<<"$(as 3) SELECT md5(string_agg(id::text, ',' ORDER BY id)) FROM properties; ROLLBACK;" | tail -1)
before_messages=$(psql <<<"$(as 3) SELECT md5(string_agg(id::text, ',' ORDER BY id)) FROM messages; ROLLBACK;" | tail -1)
before_applications=$(psql <<<"$(as 3) SELECT md5(string_agg(id::text, ',' ORDER BY id)) FROM applications; ROLLBACK;" | tail -1)

check S0.4 "one migration by its file" one_file
check S0.27 "rollback_migration_001() leaves what dunlin rollback leaves" function_agrees 001
check S0.24 "phase 1: by tag" by_tag 001_critical 000 001
check S0.1 "priority of 001" meta 001 priority IMMEDIATE
check "S0.5, S0.38" "search index" defined idx_properties_search 'CREATE INDEX idx_properties_search ON public.properties USING btree (city, property_type, status, monthly_rent)'
check S0.6 "unread messages index" defined idx_messages_unread 'CREATE INDEX idx_messages_unread ON public.messages USING btree (receiver_id, is_read, created_at DESC)'
check S0.7 "analytics view" is "$(value "sum(properties) FROM mv_property_analytics")" 600
check "X S0.g" "a function can't drop concurrently" no_concurrent_drop
check S0.3 "003 is refused without 002" refused_without_002
check S0.24 "phase 1: 002 by tag" by_tag 002_security 000 001 002
check S0.2 "priority of 002" meta 002 priority HIGH
check S0.12 "columns of encrypted phones" is "$(value "count(*) FROM pg_attribute WHERE attrelid = 'profiles'::regclass AND attname IN ('phone_encrypted', 'phone_salt')")" 2
check S0.27 "rollback_migration_002() leaves what dunlin rollback leaves" function_agrees 002
check S0.10 "phones are encrypted" encrypts
check "S0.10, S0.11" "each with a salt of its own, and back" round_trip
check "S0.11, S0.36, X S0.e" "a bad row is NULL and counted, a missing key raises" bad_rows
check "S0.29, S0.33" "all phones are encrypted" coverage
check S0.13 "documents are encrypted in chunks" document
check S0.24 "phase 2: the rest of 002" by_tag 002_security_remaining 000 001 002 20250616090000 20250617090000 20250618090000
check S0.16 "changes are logged with actor and address, phones masked" audited
check S0.29 "coverage says what is logged, and that reads aren't" covered
check S0.14 "consent" consent
check S0.14 "export and erasure" export_and_erase
check "S0.15, S0.17" "alerts" alerts
check S0.17 "a rate limit is exact when four ask at once" rate_limit_is_exact
check S0.24 "phase 3: 003 by tag" by_tag 003_rls_optimization 000 001 002 003 20250616090000 20250617090000 20250618090000
check S0.18 "published properties, and one's own" sees 3
check S0.21 "the new policies show the same messages" same_rows_as_before messages "$before_messages"
check S0.21 "the new policies show the same applications" same_rows_as_before applications "$before_applications"
check S0.21 "the new policies show the same properties" same_rows_as_before properties "$before_properties"
check S0.20 "search" searches
check "S0.22, S0.23" "dashboard in one query, forgotten when it changes" dashboard
check S0.27 "rollback_migration_003() leaves what dunlin rollback leaves" function_agrees 003
check S0.24 "phase 4: the rest" by_tag monitoring 000 001 002 003 20250616090000 20250617090000 20250618090000 20250630090000 20250701090000
check "S0.19, S0.32, S0.46" "views are refreshed, on the record" refreshes
check S0.23 "and stale when their tables change" stale_again
check "S0.9, S0.31, S0.41, X S0.a" "queries are logged" logged_queries
check S0.34 "policies are listed" test -n "$(psql -f "$work/project/queries/policies.sql")"
check S0.42 "encryption_status()" is "$(value "encryption_status() IS NOT NULL")" t
check S0.16 "the log is sealed; a deleted seal is found" sealed
check S0.27 "everything back to nothing, rows are kept" down_to_nothing
