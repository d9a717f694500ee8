# A supply chain product: a messy folder is audited and consolidated, the clean set is deployed, verified, taken back.
# shellcheck shell=bash disable=SC2154,SC2034,SC1010

start truthsource || { echo "not ok truthsource: scratch server"; exit 1; }
psql -c "CREATE ROLE truth LOGIN CREATEROLE" -c "CREATE DATABASE truth OWNER truth"
database=truth
migrations() { (cd "$work/project" && "$dunlin" --db-url "$(url truth)" "$@"); }
# What the program does without a database of ours: on a private server.
alone() { (cd "$work/project" && "$dunlin" "$@"); }
person() { value "md5('person $1 $2')::uuid"; }
organization() { value "md5('organization $1')::uuid"; }
# as ROLE USER SQL: in a transaction that is taken back.
as() {
  psql -c "BEGIN" -c "SET LOCAL ROLE $1" \
    -c "DO \$\$ BEGIN PERFORM set_config('request.jwt.claims', '{\"sub\": \"$2\"}', true), set_config('request.jwt.claim.sub', '$2', true); END \$\$" -c "$3" -c "ROLLBACK"
}

# Columns, constraints and indexes, and which function sets updated_at where: what both sets have in common.
tables_of() {
  database=$1 psql <<'SQL'
SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, pg_get_expr(adbin, adrelid)
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped ORDER BY 1, 2;
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2;
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1;
SELECT tgrelid::regclass::text, tgfoid::regproc FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2;
SQL
}
load() {  # DATABASE FILE...
  local into=$1 file
  shift
  psql -d postgres -c "CREATE DATABASE $into OWNER truth" || return 1
  for file; do user=truth psql -d "$into" -f "$work/project/$file" >/dev/null || return 1; done
}

finds_duplicates() {
  local out
  out=$(alone audit legacy --json) || return 1
  is "$(psql -v json="$out" <<<"SELECT string_agg(r ->> 'object', ' ' ORDER BY r ->> 'object') FROM jsonb_array_elements((:'json')::jsonb -> 'repeated') AS r WHERE (r ->> 'conflict')::boolean")" \
    "public.api_keys public.audit_logs public.products" &&
    is "$(psql -v json="$out" <<<"SELECT string_agg(f ->> 'function', ' ' ORDER BY f ->> 'function') FROM jsonb_array_elements((:'json')::jsonb #> '{families,0,functions}') AS f")" \
      "public.set_updated_at() public.touch_updated_at() public.update_updated_at() public.update_updated_at_column()" &&
    exits 3 alone audit legacy --check
}
report_is_current() {
  alone audit legacy --output report.md >/dev/null || return 1
  diff "$example_folder/MIGRATION_AUDIT_REPORT.md" "$work/project/report.md"
}
consolidates() { says "proven" alone audit legacy --consolidate clean --before scripts/platform.sql && [ -d "$work/project/clean" ]; }
clean_set_has_none() {
  local out
  out=$(alone audit supabase/migrations --json) || return 1
  is "$(json '{problems}' "$out") $(psql -v json="$out" <<<"SELECT jsonb_array_length((:'json')::jsonb -> 'families')")" "0 0"
}
same_as_legacy() {  # the old files, cleaned up, and the new ones
  local old new file
  psql -d postgres -c "CREATE DATABASE old_files OWNER truth" || return 1
  psql -d old_files -f "$work/project/scripts/platform.sql" -c "GRANT USAGE ON SCHEMA auth TO truth" || return 1
  for file in "$work"/project/legacy/*.sql; do user=truth psql -d old_files -f "$file" >/dev/null || return 1; done
  user=truth psql -d old_files -1 -f "$work/project/scripts/cleanup-migrations.sql" >/dev/null || return 1
  psql -d postgres -c "CREATE DATABASE new_files OWNER truth" || return 1
  user=truth psql -d new_files -f "$work/project/supabase/migrations/000_core_functions.sql" \
    -f "$work/project/supabase/migrations/002_pack_roles.sql" -f "$work/project/supabase/migrations/001_core_schema.sql" >/dev/null || return 1
  old=$(tables_of old_files) && new=$(tables_of new_files) && [ -n "$old" ] && diff <(echo "$old") <(echo "$new")
}
cleaned_up_once() {  # on the database of the old files: nothing is there twice, and it may run again
  user=truth psql -d old_files -1 -f "$work/project/scripts/cleanup-migrations.sql" >/dev/null || return 1
  is "$(psql -d old_files -c "SELECT string_agg(proname, ' ' ORDER BY proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype")" "update_updated_at_column"
}
taken_over() {  # a database of the old files, with a row, ends with what the migrations promise
  local file
  psql -d postgres -c "CREATE DATABASE taken OWNER truth" || return 1
  psql -d taken -f "$work/project/scripts/platform.sql" -c "GRANT USAGE ON SCHEMA auth TO truth" || return 1
  for file in "$work"/project/legacy/*.sql; do user=truth psql -d taken -f "$file" >/dev/null || return 1; done
  user=truth psql -d taken -c "INSERT INTO organizations (name, slug) VALUES ('Old', 'old')" || return 1
  mkdir -p "$work/bin" && ln -sf "$dunlin" "$work/bin/dunlin" || return 1
  (cd "$work/project" && PATH="$work/bin:$PATH" says " 0 failed" scripts/take-over "$(url truth taken)") || return 1
  is "$(psql -d taken -c "SELECT count(*) FROM organizations")" 1 &&
    is "$(psql -d taken -c "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relrowsecurity")" 0 &&
    is "$(psql -d taken -c "SELECT count(*) FROM pg_policies WHERE policyname IN ('members', 'own profile', 'org products')")" 0
}
drop_is_refused() { says "other objects depend on it" psql -c "DROP FUNCTION update_updated_at_column()"; }

rehearsed() {  # phase by phase on a scratch database first, by the seed's own words
  psql -d postgres -c "CREATE DATABASE staging OWNER truth" || return 1
  (
    cd "$work/project" || exit 1
    on="$(url truth staging)"
    "$dunlin" --db-url "$on" db push --file=supabase/migrations/000_core_functions.sql &&
      says "depends on '002'" "$dunlin" --db-url "$on" db push --file=supabase/migrations/001_core_schema.sql &&
      "$dunlin" --db-url "$on" db push --file=supabase/migrations/002_pack_roles.sql &&
      "$dunlin" --db-url "$on" db push --file=supabase/migrations/001_core_schema.sql &&
      "$dunlin" --db-url "$on" db push && "$dunlin" --db-url "$on" db push --file=scripts/production-deployment.sql &&
      "$dunlin" --db-url "$on" seed
  ) && silent psql -d staging -f "$work/project/verify/production.sql"
}
phase() { migrations migrate "$@"; }
in_order() { is "$(value "string_agg(version, ' ' ORDER BY position) FROM dunlin.ledger WHERE kind = 'up'")" "000 002 001 003 004"; }
loads_data() {
  migrations seed >/dev/null && migrations seed >/dev/null || return 1
  is "$(value "(SELECT count(*) FROM organizations) || ' ' || (SELECT count(*) FROM products) || ' ' || (SELECT count(*) FROM purchase_orders) || ' ' || (SELECT count(*) FROM purchase_order_lines) || ' ' || (SELECT count(*) FROM trace_events)")" \
    "3 600 300 900 1350"
}
loads_more() { (cd "$work/project" && PGOPTIONS='-c truthsource.organizations=4 -c truthsource.products=30 -c truthsource.orders=10' "$dunlin" --db-url "$(url truth staging)" seed) && is "$(psql -d staging -c "SELECT count(*) FROM products WHERE organization_id = md5('organization 4')::uuid")" 30; }

own_organization() { is "$(value "get_user_organization_id('$(person 1 3)')")" "$(organization 1)" && is "$(value "get_user_organization_id(gen_random_uuid()) IS NULL")" t; }
oldest_organization() { is "$(value "get_user_organization_id('$(person 1 2)')")" "$(organization 1)" && is "$(value "count(*) FROM user_organization_ids('$(person 1 2)')")" 2; }
not_of_others() { is "$(as authenticated "$(person 1 1)" "SELECT get_user_organization_id('$(person 2 1)') IS NULL")" t; }
placeholders_are_refused() { says "invalid input syntax for type uuid" psql -c "SELECT get_user_organization_id('user-uuid')"; }
org_admin() {
  is "$(value "is_org_admin('$(person 1 1)', '$(organization 1)') || ' ' || is_org_admin('$(person 1 2)', '$(organization 1)')
    || ' ' || is_org_admin('$(person 1 3)', '$(organization 1)') || ' ' || is_org_admin('$(person 1 2)', '$(organization 2)')")" "true true false false"
}
by_hand_is_an_error() { says "trigger functions can only be called as triggers" psql -c "SELECT update_updated_at_column()"; }
moves_updated_at() {
  is "$(psql -c "BEGIN" -c "UPDATE products SET name = name, updated_at = '2000-01-01' WHERE sku = 'TS-000001'" \
    -c "SELECT bool_and(updated_at = now()) FROM products WHERE sku = 'TS-000001'" -c "ROLLBACK")" t
}
integrity() {
  is "$(value "string_agg(DISTINCT status, ' ') FROM verify_data_integrity()")" ok &&
    is "$(psql -c "BEGIN" -c "ALTER TABLE products DROP CONSTRAINT sku_is_a_valid_sku" -c "ALTER TABLE products DISABLE TRIGGER USER" \
      -c "UPDATE products SET sku = 'no sku' WHERE sku = 'TS-000007'" -c "SELECT check_name, status, count FROM verify_data_integrity() WHERE check_name LIKE 'sku%'" -c "ROLLBACK")" \
      "sku of public.products.sku|failed|3"
}
refuses() { says "violates check constraint" psql -c "$1"; }
statistics() { is "$(value "count(*) > 20 AND bool_or(stat = 'database size' AND value > 0) AND bool_or(stat = 'rows of products') FROM get_database_stats()")" t; }
nothing_suspicious() { is "$(value "detect_suspicious_activity('$(organization 1)', '198.51.100.7'::inet, '$(person 1 3)') ->> 'suspicious'")" false; }
suspicious() {
  psql -c "SELECT log_security_event('sign_in_failed', 'low', 'wrong password', NULL, '$(person 1 3)', '203.0.113.9') FROM generate_series(1, 6)" \
    -c "INSERT INTO threat_intelligence VALUES ('203.0.113.0/24', 'list', 'scanner', 20, now(), now() + interval '1 day')" >/dev/null || return 1
  is "$(value "x ->> 'score' FROM detect_suspicious_activity('$(organization 1)', '203.0.113.9'::inet, '$(person 1 3)') AS x")" 60 &&
    is "$(value "count(*) FROM security_alerts WHERE alert_type = 'suspicious_activity' AND severity = 'high'")" 1
}
address_as_text() {
  is "$(value "detect_suspicious_activity('$(organization 1)', '203.0.113.9'::text, '$(person 1 3)') ->> 'suspicious'")" true &&
    is "$(value "detect_suspicious_activity('$(organization 1)', 'ip-address'::text, '$(person 1 3)') -> 'reasons' ->> 0")" "the address is none"
}
rate_limit() { is "$(psql -c "SELECT string_agg(check_rate_limit('key 1', 3, '1 hour')::text, ' ') FROM generate_series(1, 5)")" "true true true false false"; }
rls() {
  is "$(as authenticated "$(person 1 3)" "SELECT count(*) || ' ' || count(DISTINCT organization_id) FROM products")" "200 1" &&
    is "$(as authenticated "$(person 1 2)" "SELECT count(DISTINCT organization_id) FROM products")" 2 &&
    is "$(as authenticated "$(value "gen_random_uuid()")" "SELECT count(*) FROM products")" 0 &&
    is "$(as authenticated "$(person 1 3)" "SELECT count(*) FROM inventory")" 400 &&
    is "$(as admin_role "" "SELECT count(*) FROM products")" 600 &&
    says "violates row-level security" as authenticated "$(person 1 3)" "INSERT INTO products (organization_id, sku, name) VALUES ('$(organization 2)', 'TS-X', 'x')"
}
only_members_table_recursion() { is "$(as authenticated "$(person 1 3)" "SELECT count(*) FROM organization_members")" 5; }
retention() {
  psql -c "INSERT INTO security_alerts (created_at, alert_type, severity, description) VALUES (now() - interval '2 years', 'old', 'low', 'old')" || return 1
  is "$(value "affected FROM cleanup_old_data(true) WHERE relation = 'public.security_alerts'")" 1 &&
    is "$(value "affected FROM cleanup_old_data(false) WHERE relation = 'public.security_alerts'")" 1 &&
    is "$(value "count(*) FROM security_alerts WHERE alert_type = 'old'")" 0
}
exports() {
  is "$(as authenticated "$(person 1 3)" "SELECT export_user_data('$(person 1 3)') #>> '{profile,email}'")" person3@organization-1.example &&
    says "the data of somebody else" as authenticated "$(person 1 3)" "SELECT export_user_data('$(person 1 1)')"
}
audit_trail() {
  psql -c "UPDATE products SET price = 1.50 WHERE sku = 'TS-000002' AND organization_id = '$(organization 1)'" || return 1
  is "$(value "details ->> 'price' FROM audit_logs WHERE resource_type = 'products' AND action = 'update' ORDER BY id DESC LIMIT 1")" 1.50 &&
    is "$(value "count(*) FROM audit_logs WHERE resource_type = 'api_keys' AND details ->> 'key_hash' <> '***'")" 0
}
backup_restores() {  # -Fc into a new database, all or nothing; compared by rows
  "$programs/pg_dump" -Fc -d "$(url)" -f "$work/before.dump" && psql -d postgres -c "CREATE DATABASE restored" &&
    "$programs/pg_restore" --exit-on-error --single-transaction -d "$(url postgres restored)" "$work/before.dump" || return 1
  is "$(psql -d restored -c "SELECT count(*) FROM products")" "$(value "count(*) FROM products")" &&
    psql -c "SELECT record_backup_verification('before.dump', now(), 600, true)" >/dev/null
}
plain_backup_collides() {  # the old way, into the database that is there: stops at the first error, and nothing is done
  "$programs/pg_dump" -d "$(url)" -f "$work/before.sql" && says "already exists" psql -1 -f "$work/before.sql"
}
database_grant_is_none() {  # GRANT ALL ON DATABASE, in a transaction that is taken back
  is "$(psql -c "BEGIN" -c "CREATE ROLE newcomer" -c "GRANT ALL PRIVILEGES ON DATABASE truth TO newcomer" \
    -c "SELECT has_table_privilege('newcomer', 'products', 'SELECT')" -c "GRANT app_service TO newcomer" \
    -c "SELECT has_table_privilege('newcomer', 'products', 'SELECT')" -c "ROLLBACK" | tr '\n' ' ')" "f t "
}
drift_is_told() { says "does nothing" alone audit legacy; }
documents_are_current() {
  diff "$example_folder/docs/database-schema.md" <(user=truth psql -f "$work/project/scripts/document-schema.sql") &&
    diff "$example_folder/docs/api.md" <(user=truth psql -f "$work/project/scripts/document-api.sql")
}
monitoring() { local file; for file in daily weekly monthly; do user=truth psql -f "$work/project/monitoring/$file.sql" >/dev/null || return 1; done; }
# A report behind statements that are taken back: report NAME SQL...
report() {
  local file=$1 arguments=() one
  shift
  for one; do arguments+=(-c "$one"); done
  psql -c BEGIN "${arguments[@]}" -f "$work/project/monitoring/$file.sql" -c ROLLBACK
}
reports() {
  says "sku of public.products.sku|failed|" report daily "ALTER TABLE products DROP CONSTRAINT sku_is_a_valid_sku" "ALTER TABLE products DISABLE TRIGGER USER" \
    "UPDATE products SET sku = 'no sku' WHERE sku = 'TS-000007'" &&
    says "planted_alert|high|2|" report daily "INSERT INTO security_alerts (alert_type, severity, description) VALUES ('planted_alert', 'high', 'x'), ('planted_alert', 'high', 'y')" &&
    says "cache hit" report daily &&
    says "public.rate_limits|" report weekly && says "planted_action|thing|1" report weekly "INSERT INTO audit_logs (action, resource_type) VALUES ('planted_action', 'thing')" &&
    says "products|{" report weekly "CREATE POLICY everybody ON products FOR SELECT USING (true)" && says "idx_" report weekly &&
    says "planted.dump|" report monthly "SELECT record_backup_verification('planted.dump', now(), 600, true)" &&
    says "sku of public.products.sku|ok|" report monthly && says "database size|" report monthly
}
index_use() { is "$(value "count(*) > 30 FROM pg_stat_user_indexes WHERE schemaname = 'public'")" t; }
down_and_up() {  # as the README says: psql takes it back, dunlin is told, and it runs again
  user=truth psql -f "$work/project/scripts/production-rollback.sql" || return 1
  says "failed   table public.security_alerts" migrations verify --quiet &&
    exits 0 migrations repair --forget production-deployment --reason "taken back" &&
    is "$(migrations verify --quiet | grep -c security_alerts)" 0 || return 1
  is "$(value "to_regclass('public.security_alerts') IS NULL")" t && phase --file scripts/production-deployment.sql || return 1
  is "$(value "to_regclass('public.security_alerts') IS NOT NULL")" t && exits 0 migrations verify --quiet &&
    says "repeatable R__production-deployment" migrations log
}
rolls_back() {
  user=truth psql -f "$work/project/scripts/production-rollback.sql" && migrations rollback --to 0 --yes || return 1
  is "$(value "(SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace) || ' ' || (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)")" "0 0" &&
    is "$(value "rows FROM dunlin.kept WHERE origin = 'public.products'")" 600
}
resumes() {  # a deployment that fails half-way: nothing of the failed part stays, and it goes on once the cause is gone
  psql -c "CREATE TABLE public.shipments ()" || return 1
  exits 1 migrations migrate && is "$(value "to_regclass('public.products') IS NULL")" t || return 1
  says "001" migrations status || return 1
  psql -c "DROP TABLE public.shipments" && migrations migrate >/dev/null && in_order_again
}
in_order_again() { is "$(value "count(*) FROM information_schema.tables WHERE table_schema = 'public'")" 17; }

# The lines of monitoring/crontab, without their times, each in a shell as cron has it.
mkdir "$work/programs" && ln -s "$dunlin" "$work/programs/dunlin"
scheduled() {
  local line count=0
  while read -r line; do
    (cd / && PATH=$work/programs:$programs:$PATH PROJECT=$work/project DATABASE_URL="postgresql://truth@/truth?host=$work/server" sh -c "$line" >"$work/job" 2>&1 </dev/null) || {
      echo "by: $line"
      tail -n 20 "$work/job"
      return 1
    }
    count=$((count + 1))
  done < <(grep -vE '^(#|$|[A-Z_]+=)' "$work/project/monitoring/crontab" | sed -E 's/^([^ ]+ +){5}//')
  is "$count" 7
}
# CHECKLIST.md, from the top, on a database of its own; the sign-off is in the history.
checklist() {
  local line command count=0 ready="postgresql://truth@/ready?host=$work/server"
  psql -d postgres -c "CREATE DATABASE ready OWNER truth" || return 1
  while read -r line; do
    command=$(sed -E 's/^- \[ \] .*: `(.*)`$/\1/' <<<"$line")
    (cd "$work/project" && DUNLIN_DATABASE_URL=$ready PATH=$work/programs:$programs:$PATH bash -o pipefail -c "$command" >"$work/item" 2>&1 </dev/null) || {
      echo "by: $command"
      tail -n 20 "$work/item"
      return 1
    }
    count=$((count + 1))
  done < <(grep '^- \[ \]' "$work/project/CHECKLIST.md" | grep -v '(people)$')
  is "$count $(grep -c '(people)$' "$work/project/CHECKLIST.md")" "11 2"
}
signed_off() { (cd "$work/project" && says "reason: ready for production: signed off by Ada Adams" "$dunlin" --db-url "$(url truth ready)" log); }

check "S1.7, X S1.g" "audit finds what is defined twice, and which definition had no effect" finds_duplicates
check S1.22 "MIGRATION_AUDIT_REPORT.md is what audit says today" report_is_current
check "S1.4, S1.5" "audit --consolidate proves a set that builds the same schema" consolidates
check "S1.7, S1.21" "the finished set has no duplicates and no conflicts" clean_set_has_none
check "S1.4, S1.5" "the finished set has the tables, constraints, indexes and triggers of the old files, cleaned up" same_as_legacy
check "S1.20, S1.22, X S1.d" "cleanup-migrations.sql leaves one trigger function, without CASCADE, and may run again" cleaned_up_once
check "S1.20, S1.22" "take-over: a database of the old files ends with everything that the migrations promise, rows and all" taken_over
check "S1.2, S1.3" "phase by phase on staging by the old command lines; out of order is refused; verification finds nothing" rehearsed
check S1.4 "phase 1: core functions" phase --file supabase/migrations/000_core_functions.sql
check S1.5 "phase 2: core schema, behind the roles that it depends on" phase
check S1.5 "dependencies decide the order" in_order
check S1.6 "phase 3: production-deployment.sql" phase --file scripts/production-deployment.sql
check S1.6 "phase 3 again has nothing to do" phase --file scripts/production-deployment.sql
check S1.2 "data loads, and loads again without change" loads_data
check S1.2 "data of another size" loads_more
check "S1.2, S1.21" "verification finds nothing" silent psql -f "$work/project/verify/production.sql"
check "S1.2" "dunlin verify finds every promise of the files kept" exits 0 migrations verify
check "S1.2" "dunlin test security finds nothing critical" exits 0 migrations test security
check "S1.13" "get_user_organization_id returns the person's organization, or NULL" own_organization
check "S1.13" "get_user_organization_id returns the oldest of several" oldest_organization
check "S1.13, S1.9" "get_user_organization_id tells nobody about others" not_of_others
check "X S1.c" "'user-uuid' is no uuid" placeholders_are_refused
check "S1.14" "is_org_admin tells owners and admins of that organization" org_admin
check "X S1.b" "update_updated_at_column() by hand is an error" by_hand_is_an_error
check "S1.15, X S1.b" "an UPDATE moves updated_at, whatever it says itself" moves_updated_at
check "X S1.d" "DROP FUNCTION is refused while triggers depend on it" drop_is_refused
check "S1.16" "verify_data_integrity finds nothing, and what is broken" integrity
check "S1.8" "a wrong SKU is refused" refuses "INSERT INTO products (organization_id, sku, name) VALUES ('$(organization 1)', 'ts 1', 'x')"
check "S1.8" "a wrong slug is refused" refuses "INSERT INTO organizations (name, slug) VALUES ('x', 'Not A Slug')"
check "S1.8" "a wrong price is refused" refuses "UPDATE products SET price = -1 WHERE sku = 'TS-000001'"
check "S1.8" "a wrong quantity is refused" refuses "UPDATE inventory SET quantity = -1"
check "S1.8" "a product doesn't change hands" says "can't be changed once it is written" psql -c "UPDATE products SET organization_id = '$(organization 2)' WHERE sku = 'TS-000001' AND organization_id = '$(organization 1)'"
check "S1.17" "get_database_stats has sizes, rows and cache hits" statistics
check "S1.18" "detect_suspicious_activity finds nothing in a usual request" nothing_suspicious
check "S1.18, S1.9" "detect_suspicious_activity adds up failed sign-ins and threat intelligence, and writes an alert" suspicious
check "S1.18, X S1.c" "detect_suspicious_activity takes the address as text too" address_as_text
check "S1.9" "check_rate_limit lets three of five calls pass" rate_limit
check "S1.2, S1.5" "people see the rows of their organizations, an administrator all" rls
check "S1.5" "the policies of organization_members don't recurse" only_members_table_recursion
check "S1.10" "retention counts what it would delete, and deletes it" retention
check "S1.11" "export_user_data gives a person their own data, and nobody else's" exports
check "S1.11" "changes are in audit_logs, secrets aren't" audit_trail
check "S1.1, S1.11, X S1.f" "a full backup restores into a new database, and that is recorded" backup_restores
check "X S1.f" "a plain backup into the database that is there is stopped, and does nothing" plain_backup_collides
check "X S1.e" "GRANT ALL ON DATABASE gives no table; membership in app_service does" database_grant_is_none
check "X S1.g" "a definition that IF NOT EXISTS hides is told" drift_is_told
check "S1.22" "docs/ are what the database says" documents_are_current
check "S1.19" "daily, weekly and monthly queries run" monitoring
check "S1.19" "the reports show broken values, alerts, what is due, the audit trail, policies for everybody and restored backups" reports
check "S1.19" "each line of the crontab does its work" scheduled
check "S1.3" "each item of the checklist that a command can answer" checklist
check "S1.3" "who signed it off is in the history" signed_off
check "S1.20" "index use can be looked up" index_use
check "S1.12" "production-deployment.sql is taken back, forgotten, and runs again" down_and_up
check "S1.12" "all is taken back, rows are kept" rolls_back
check "S1.12" "a deployment that fails is stopped, leaves nothing of the failed part, and goes on" resumes
