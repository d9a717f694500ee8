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
  says "TLS" in_project dunlin transfer test --from prop.db && says "pool of the environment 10" in_project dunlin transfer test --from prop.db
}
# The pools of the three environments: the server's hundred connections are too few for the last, and that is said.
pools_are_looked_at() {
  STAGING_DATABASE_URL=$(url prop) says "pool of the environment 25" in_project dunlin transfer test --from prop.db --env staging &&
    PRODUCTION_DATABASE_URL=$(url prop) says "pool of the environment 100: " in_project dunlin transfer test --from prop.db --env production
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
    grep -q '"suspicious" *: *true' <<<"$(value "detect_suspicious_activity(NULL, '203.0.113.9'::inet, NULL)")" || {
    psql -c '\df log_security_event'
    value "detect_suspicious_activity(NULL, '203.0.113.9'::inet, NULL)"
    return 1
  }
}
analytics() {
  psql -c "ANALYZE properties" -c "UPDATE sales SET status = 'closed' WHERE status = 'contracted'" -c "SELECT FROM refresh_optimized_views()" >/dev/null &&
    is "$(value "(SELECT sum(sales) FROM mv_sales_by_county WHERE status = 'closed') = (SELECT count(*) FROM sales WHERE status = 'closed')")" t &&
    says properties_features psql -c "SET enable_seqscan = off" -c "EXPLAIN SELECT id FROM properties WHERE features::jsonb @> '{\"garden\": true}'"
}
queries_are_watched() { is "$(value "count(*) > 3 FROM get_database_stats()")" t && psql -c "SELECT capture_query_performance(1000)" >/dev/null; }
# JSON stays json, so that it can go back as it was: all of it is jsonb's too. Instants know their zone.
values_are_rich() {
  is "$(value "count(*) = count(preferences::jsonb) AND count(*) > 0 FROM users")" t &&
    is "$(value "string_agg(attname || ' ' || format_type(atttypid, NULL), ', ' ORDER BY attname) FROM pg_attribute WHERE attrelid = 'messages'::regclass AND attname LIKE '%\\_at'")" \
      "read_at timestamp with time zone, sent_at timestamp with time zone"
}
types_are_rich() {
  is "$(value "string_agg(typname, ' ' ORDER BY typname) FROM pg_type WHERE typname IN ('user_status', 'kyc_status', 'user_role')")" "kyc_status user_role user_status" &&
    is "$(value "format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'public_id'")" uuid
}
verified() { exits 0 in_project dunlin verify; }
# The platform's queries, and the pools of S3.7, on a scratch server of this project. Times on a busy machine: the best of
# ten attempts, and where SELECT 1 is slow too, twenty times that; what is read and how doesn't depend on it.
attempts() { local n; for n in $(seq 10); do "$@" && return; done; return 1; }
in_time() {  # SIZE CLIENTS
  local out
  printf '\n[queries.select_1]\nsql = "SELECT 1"\n' | cat "$work/project/tests/performance.toml" - >"$work/project/tests/in_time.toml"
  out=$(DUNLIN_POSTGRES=$programs in_project dunlin test performance --file tests/in_time.toml --size "$1" --clients "$2" --json) || [ $? = 3 ] || { echo "$out"; return 1; }
  jq -c '.queries[] | [.query, .after.p95_ms, .broken]' <<<"$out"
  jq -e '[.queries[].broken[] | select(test("^(p95|slower) ") | not)] == []' <<<"$out" >/dev/null || return 1
  is "$(jq -r '(.queries[] | select(.query == "select_1").after.p95_ms * 20) as $slow
    | [.queries[] | select(.after.p95_ms < ([100, $slow] | max)) | .query] | join(" ")' <<<"$out")" "features inbox sales_by_county search select_1 sign_in"
}

# A copy of the database in which the last step is done: the plain numbers are gone, and only who has the key reads them.
columns_are_encrypted() {
  local kek=file:$work/kek dump
  in_project dunlin encrypt keys new "$work/kek" >/dev/null && in_project dunlin encrypt keys init --kek "$kek" >/dev/null &&
    in_project dunlin encrypt backfill --kek "$kek" >/dev/null && in_project dunlin encrypt verify --kek "$kek" && in_project dunlin encrypt status --check || return 1
  psql -d postgres -c "CREATE DATABASE encrypted TEMPLATE prop" &&
    psql -d encrypted -c "SELECT dunlin_pack.forget_plain_column('users', 'phone_encrypted')" -c "DROP TRIGGER users_touch ON users" -c "ALTER TABLE users DROP COLUMN phone" >/dev/null || return 1
  dump=$("$programs/pg_dump" -d "$(url postgres encrypted)" -t users)
  is "$(psql -c "SELECT phone FROM users WHERE phone <> ''" | grep -cF -f - <<<"$dump")" 0 || return 1
  is "$(psql -d encrypted -v kek="$(cat "$work/kek")" <<<"BEGIN; SELECT set_config('dunlin.kek', :'kek', true) <> '' AS key \\gset
SELECT decrypt_phone_number(phone_encrypted, phone_salt) FROM users WHERE id = 3; ROLLBACK;")" "$(value "phone FROM users WHERE id = 3")"
  psql -d postgres -c "DROP DATABASE encrypted"
}
volumes_are_not_guessed() { is "$(in_project dunlin test security --json | jq -r '.checks[] | select(.check == "encryption-at-rest") | .state')" skipped; }

# A server that listens to a network, with and without TLS.
tls_server() {  # ON|OFF: its port in $port
  local folder=$work/server/tls_$1
  as_server_user "$programs/initdb" -D "$folder" -U postgres -A trust --no-sync >/dev/null &&
    openssl req -new -x509 -days 2 -nodes -subj /CN=localhost -out "$folder/server.crt" -keyout "$folder/server.key" 2>/dev/null || return 1
  if [ "$(id -u)" = 0 ]; then chown postgres "$folder/server.crt" "$folder/server.key"; fi
  chmod 600 "$folder/server.key" && cp "$folder/server.crt" "$work/server_$1.crt" && chmod 644 "$work/server_$1.crt"
  printf 'local all all trust\n%s all all 127.0.0.1/32 scram-sha-256\n' "$([ "$1" = on ] && echo hostssl || echo host)" >"$work/hba" && cat "$work/hba" >"$folder/pg_hba.conf" || return 1
  for port in $((20000 + RANDOM % 9000)) $((30000 + RANDOM % 2000)) $((20000 + RANDOM % 9000)) $((10000 + RANDOM % 9000)); do
    as_server_user "$programs/pg_ctl" -D "$folder" -l "$work/server/tls.log" -w -s \
      -o "-k $work/server -p $port -c listen_addresses=127.0.0.1 -c synchronous_commit=off -c ssl=$1" start >/dev/null 2>&1 && break
  done
  psql -d postgres -p "$port" -c "CREATE ROLE prop LOGIN PASSWORD 'only-for-this-test'" -c "CREATE DATABASE prop OWNER prop"
}
connections_are_encrypted() {
  local port at
  tls_server on || return 1
  at="host=localhost port=$port user=prop dbname=prop password=only-for-this-test sslrootcert=$work/server_on.crt"
  says "TLSv1.3" in_project dunlin doctor --db-url "$at sslmode=verify-full" &&
    exits 6 in_project dunlin status --db-url "$at sslmode=disable" &&
    is "$(in_project dunlin test security --fail-on never --json --db-url "host=$work/server port=$port user=postgres dbname=prop" | jq -r '.checks[] | select(.check == "tls") | .state')" ok
  local status=$?
  as_server_user "$programs/pg_ctl" -D "$work/server/tls_on" -m immediate -s stop
  return $status
}
open_connections_are_told() {
  local port
  tls_server off || return 1
  psql -d postgres -p "$port" -c "ALTER SYSTEM SET listen_addresses = '127.0.0.1, 127.0.0.2'" && as_server_user "$programs/pg_ctl" -D "$work/server/tls_off" -w -s \
    -o "-k $work/server -p $port -c synchronous_commit=off" restart >/dev/null 2>&1
  is "$(in_project dunlin test security --fail-on never --json --db-url "host=$work/server port=$port user=postgres dbname=prop" | jq -r '.checks[] | select(.check == "tls") | .state')" critical
  local status=$?
  as_server_user "$programs/pg_ctl" -D "$work/server/tls_off" -m immediate -s stop
  return $status
}

on_replica="host=$work/replica user=prop dbname=prop"
# A replica beside the server: what reads may go there, what writes finds the primary.
replica() { "$programs/pg_ctl" -D "$work/server/replica" "$@"; }
replica_follows() {
  mkdir "$work/replica" && chmod 711 "$work/replica"
  if [ "$(id -u)" = 0 ]; then chown postgres "$work/replica"; fi
  (cd / && as_server_user "$programs/pg_basebackup" -h "$work/server" -U postgres -D "$work/server/replica" -R -c fast --no-sync &&
    as_server_user "$programs/pg_ctl" -D "$work/server/replica" -l "$work/server/replica.log" -w -s -o "-k $work/replica -c listen_addresses= -c fsync=off" start) >/dev/null 2>&1 || return 1
  psql -c "UPDATE properties SET price = 123456 WHERE id = 1"
  local end=$((SECONDS + 60))
  while [ $SECONDS -lt $end ]; do
    [ "$(command psql -XqAt -d "$on_replica" -c "SELECT price FROM properties WHERE id = 1")" = 123456.00 ] && return 0
    sleep 0.1
  done
  return 1
}
replica_is_known() {
  says "this is a replica" in_project dunlin doctor --db-url "$on_replica" && exits 0 in_project dunlin status --check --db-url "$on_replica" &&
    exits 0 in_project dunlin verify --db-url "$on_replica" || return 1
  in_project dunlin new on_a_replica >/dev/null && echo "CREATE TABLE nowhere (id bigint);" >"$(ls "$work/project/database/migrations/"*on_a_replica.sql)" || return 1
  exits 5 in_project dunlin migrate --db-url "$on_replica"
  local status=$?
  rm "$work/project/database/migrations/"*on_a_replica.sql
  return $status
}
both_in_one_url() {  # libpq chooses: writers the primary, readers the replica
  local both="host=$work/replica,$work/server user=prop dbname=prop"
  says "writable       yes" in_project dunlin doctor --db-url "$both target_session_attrs=read-write" &&
    exits 0 in_project dunlin migrate --db-url "$both target_session_attrs=read-write" &&
    says "this is a replica" in_project dunlin doctor --db-url "$both target_session_attrs=prefer-standby"
  local status=$?
  as_server_user "$programs/pg_ctl" -D "$work/server/replica" -m immediate -s stop
  return $status
}

# CHECKLIST.md, from the top, as a release goes: the command at the end of each item, in a shell in the project's folder. On another
# database of this server, from the file on.
checklist() {
  local line command count=0
  psql -d postgres -c "CREATE DATABASE ready OWNER prop" && cp -r "$example_folder" "$work/ready" || return 1
  (cd "$work/ready" && ./generate 3000 && printf '#!/bin/sh\nexit 0\n' >healthy) >/dev/null
  # How fast they are is S3.16's question: here it is that the item can be ticked, on a machine that does other things too.
  sed -i 's/^p95 = .*/p95 = "60s"/; s/^tolerance = .*/tolerance = 100000/' "$work/ready/tests/performance.toml"
  while read -r line; do
    command=$(sed -E 's/^- \[ \] .*: `(.*)`$/\1/' <<<"$line")
    (cd "$work/ready" && DUNLIN_POSTGRES=$programs DUNLIN_DATABASE_URL="postgresql://prop@/ready?host=$work/server" PATH=$programs:$PATH bash -o pipefail -c "$command" >"$work/item" 2>&1 </dev/null) || {
      echo "by: $command"
      tail -n 20 "$work/item"
      return 1
    }
    count=$((count + 1))
  done < <(grep '^- \[ \]' "$work/ready/CHECKLIST.md" | grep -v '(people)$')
  is "$count $(grep -c '(people)$' "$work/ready/CHECKLIST.md")" "20 2"
}
signed_off() {  # with the migrations that it is about
  DUNLIN_DATABASE_URL=$(url prop ready) says "reason: ready for production: signed off by Nora Nobody" in_project dunlin log
}
taken_back() {
  in_project dunlin rollback --to 3 --yes &&
    is "$(value "count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname IN ('my_user_id', 'refresh_optimized_views', 'detect_suspicious_activity')")" 0 &&
    in_project dunlin migrate
}

in_project ./generate 10 >/dev/null
check "S3.7, S3.9" "TLS and connections for the pool are looked at before" tested
check S3.7 "pools of 25 and of 100" pools_are_looked_at
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
check S3.14 "JSON that jsonb takes, instants with their zone" values_are_rich
check S3.20 "what was deployed is verified" verified
check S3.5 "all of it can be taken back, and comes again" taken_back
check S3.23 "nothing is pending" nothing_pending
check S3.16 "queries take less than 100 ms (p95) for 25 people at once" attempts in_time 20000 25
check S3.17 "columns are encrypted: a dump doesn't hold what the key opens" columns_are_encrypted
check S3.17 "encryption of volumes is never guessed" volumes_are_not_guessed
check "S3.9, S3.17" "connections are encrypted and verified, or refused" connections_are_encrypted
check "S3.9, S3.17" "a server that listens without TLS is told" open_connections_are_told
check S3.15 "a replica follows" replica_follows
check S3.15 "a replica is read, never migrated" replica_is_known
check S3.15 "one URL for both: writers find the primary, readers the replica" both_in_one_url
check S3.21 "each item of the checklist that a command can answer" checklist
check S3.21 "who signed it off is in the history" signed_off
