# An AI product on Supabase's layout: up, a dated hotfix, row level security as different people, rollbacks of three kinds.
# shellcheck shell=bash disable=SC2154,SC2034,SC1010

start ai-guided-saas "-c shared_preload_libraries=pg_stat_statements" || { echo "not ok ai-guided-saas: scratch server"; exit 1; }
psql -c "CREATE ROLE saas LOGIN CREATEROLE CREATEDB" -c "CREATE DATABASE saas OWNER saas"
database=saas
psql -c "CREATE EXTENSION pg_stat_statements"
on() { local place=$1; shift; (cd "$work/project" && "$dunlin" --db-url "$(url saas "$place")" "$@"); }
migrations() { on saas "$@"; }
user() { value "md5('user $1')::uuid"; }
# as ROLE USER SQL: in a transaction that is taken back.
as() {
  psql -c "BEGIN" -c "SET LOCAL ROLE $1" \
    -c "DO \$\$ BEGIN PERFORM set_config('request.jwt.claims', '{\"sub\": \"$2\"}', true), set_config('request.jwt.claim.sub', '$2', true); END \$\$" -c "$3" -c "ROLLBACK"
}
catalog() {
  "$programs/pg_dump" -s -N dunlin -N dunlin_kept -d "$(url postgres "${1:-saas}")" | grep -v '^--\|^\\\|^$\|EXTENSION'
}
applied() { is "$(value "string_agg(version, ' ' ORDER BY position) FROM dunlin.ledger WHERE kind = 'up'")" "001 002 003 004 005 006 007 008 009 010 011 012 20250726"; }
layout() { says "supabase in" migrations doctor; }
metadata() {
  is "$(value "metadata ->> 'description' || ' / ' || (metadata ->> 'author') || ' / ' || (metadata ->> 'date') FROM dunlin.ledger WHERE kind = 'up' AND version = '007'")" \
    "Adds agent orchestration tables / AI Guided SaaS Team / 2025-07-26"
}
rollbacks_are_stored() { is "$(value "count(*) FROM dunlin.ledger WHERE kind = 'up' AND rollback_sql IS NULL")" 0; }
no_nested_transactions() { ! grep -i "already a transaction in progress\|no transaction in progress" "$work/migrate.log"; }
pushes() { migrations db push >"$work/migrate.log" 2>&1 || { cat "$work/migrate.log"; return 1; }; }
again() { says "nothing" migrations db push; }
files_run_again() {  # idempotent: each of the hand-written files once more, by psql
  local before file
  before=$(catalog)
  for file in "$work"/project/supabase/migrations/*.sql "$work"/project/supabase/functions/*.sql; do
    if grep -q '^-- Pack:' "$file"; then continue; fi
    user=saas psql -f "$file" >/dev/null || return 1
  done
  diff <(echo "$before") <(catalog)
}
later_number_is_in_order() {  # a number after a date that is applied, in a copy of the project
  cp -r "$work/project" "$work/later" || return 1
  printf -- '-- Migration: 013_next\n-- Description: next\n-- Author: a\n-- Date: 2025-08-01\n--\n-- Rollback: DROP TABLE public.next;\nCREATE TABLE IF NOT EXISTS public.next (id int PRIMARY KEY);\nALTER TABLE public.next ENABLE ROW LEVEL SECURITY;\n' \
    >"$work/later/supabase/migrations/013_next.sql"
  (cd "$work/later" && "$dunlin" --db-url "$(url saas)" migrate && "$dunlin" --db-url "$(url saas)" rollback --steps 1 --drop-data --yes)
}
new_file() { (cd "$work/later" && "$dunlin" migration new feature_name >/dev/null && ls supabase/migrations/*feature_name*.sql); }
loads_data() {
  migrations seed >/dev/null && migrations seed >/dev/null || return 1
  is "$(value "(SELECT count(*) FROM users) || ' ' || (SELECT count(*) FROM projects) || ' ' || (SELECT count(*) FROM generations)")" "200 1000 20000"
}
seed_is_invented() { is "$(value "count(*) FROM users WHERE email NOT LIKE '%@example.com'")" 0; }
own_rows() {
  is "$(as authenticated "$(user 7)" "SELECT count(*) FROM generations")" 100 &&
    is "$(as authenticated "$(user 7)" "SELECT count(*) FROM projects")" 6 &&
    is "$(as authenticated "$(user 7)" "SELECT count(*) FROM users")" 1 &&
    is "$(as authenticated "" "SELECT count(*) FROM projects")" 0 &&
    says "permission denied" as anon "" "SELECT count(*) FROM projects"
}
no_escalation() { says "permission denied" as authenticated "$(user 7)" "UPDATE users SET role = 'admin'"; }
admins_see_all() { is "$(as admin_role "" "SELECT count(*) FROM projects")" 1000; }
published() { is "$(as anon "" "SELECT count(*) FROM templates")" 10; }
no_recursion() {  # the policy as the strategy writes it, on users itself
  says "infinite recursion" psql -c "BEGIN" -c "CREATE POLICY admins ON users FOR SELECT TO authenticated USING (EXISTS (SELECT 1 FROM public.users u WHERE u.id = auth.uid() AND u.role IN ('admin', 'master')))" \
    -c "SET LOCAL ROLE authenticated" -c "SELECT count(*) FROM users" && is "$(as authenticated "$(user 50)" "SELECT count(*) FROM users")" 1
}
set_local_alone() {  # outside of a transaction it does nothing: the "test" sees everything
  is "$(psql -c "SET LOCAL ROLE authenticated" -c "SELECT current_user" 2>/dev/null)" postgres &&
    is "$(psql -v user="$(user 7)" -f "$work/project/queries/as_another_user.sql" | tail -n 1)" "authenticated|6"
}
rls_findings() { is "$(value "count(*) FILTER (WHERE NOT rls_enabled) || ' ' || count(*) FILTER (WHERE rls_enabled) FROM check_rls_effectiveness() WHERE schema_name = 'public'")" "0 14"; }
foreign_keys_indexed() { silent psql -f "$work/project/verify/production.sql"; }
partial_index_is_used() {
  local out
  out=$(psql -c "SET enable_seqscan = off" -c "EXPLAIN SELECT id FROM projects WHERE user_id = md5('user 1')::uuid AND status = 'active'")
  grep -q "idx_active_projects\|idx_projects_user_status" <<<"$out" || { echo "$out"; return 1; }
}
snippets() { psql -f "$work/project/queries/strategy_snippets.sql" >/dev/null; }
reserved_word() { says 'syntax error at or near "table"' psql -c "CREATE INDEX idx_table_foreign_key ON table (foreign_key_id)"; }
history() { is "$(psql -f "$work/project/queries/migration_status.sql" | head -n 1 | cut -d'|' -f1,2)" "20250726|hotfix_user_index" && says "hotfix_user_index" migrations migration list; }
sizes() {
  psql -c 'CREATE TABLE public."Mixed Case" (id int PRIMARY KEY)' || return 1
  says 'relation "public.mixed" does not exist' psql -c "SELECT pg_total_relation_size(schemaname || '.' || split_part(tablename, ' ', 1)) FROM pg_tables WHERE tablename = 'Mixed Case'" &&
    is "$(psql -f "$work/project/queries/table_sizes.sql" | grep -c 'Mixed Case')" 1 && psql -c 'DROP TABLE public."Mixed Case"'
}
slow_queries() { says "query" psql -c "SELECT query FROM pg_stat_user_functions" && [ "$(psql -f "$work/project/queries/slow_queries.sql" | wc -l)" -ge 10 ]; }
functions_work() {
  is "$(value "roll_up_usage(current_date - 3) > 0")" t && is "$(value "fail_lost_runs() > 0")" t && is "$(value "cleanup_events('10 days', 100)")" 100 &&
    is "$(as authenticated "$(user 7)" "SELECT dashboard() ->> 'projects'")" 5
}
function_file_changes() {
  printf '\n-- changed\n' >>"$work/project/supabase/functions/analytics.sql"
  migrations migrate >/dev/null && is "$(value "count(*) FROM dunlin.ledger WHERE kind = 'repeatable' AND name = 'analytics'")" 2
}
soft_deleted() {
  local project
  project=$(value "id FROM projects WHERE user_id = '$(user 9)' ORDER BY id LIMIT 1")
  is "$(as authenticated "$(user 9)" "SELECT soft_delete('public.projects', '$project')")" t &&
    is "$(as authenticated "$(user 10)" "SELECT soft_delete('public.projects', '$(value "id FROM projects WHERE user_id = '$(user 20)' LIMIT 1")')")" f
}
updated_at_moves() { is "$(psql -c BEGIN -c "UPDATE documents SET updated_at = '2000-01-01' WHERE id = md5('document ' || project_id)::uuid" -c "SELECT bool_and(updated_at = now()) FROM documents" -c ROLLBACK)" t; }
lints() { (cd "$work/project" && exits 0 "$dunlin" lint); }
finds_what_is_missing() {  # the checklist, on a file that meets none of it
  printf 'CREATE TABLE public.bad (id int PRIMARY KEY, user_id uuid REFERENCES public.users (id));\n' >"$work/later/supabase/migrations/014_bad.sql"
  local out
  out=$(cd "$work/later" && "$dunlin" --db-url "$(url saas)" migrate --json 2>&1) && { echo "it ran"; return 1; }
  local rule
  for rule in missing-metadata missing-rollback rls-missing-on-new-table unindexed-fk; do
    grep -q "$rule" <<<"$out" || { echo "no $rule in:"; cut -c1-2000 <<<"$out"; return 1; }
  done
  rm "$work/later/supabase/migrations/014_bad.sql"
}
breaking_change() {
  printf -- '-- Migration: 014_drop\n-- Description: d\n-- Author: a\n-- Date: 2025-08-01\n--\n-- Rollback: ALTER TABLE public.users ADD COLUMN full_name text;\nALTER TABLE public.users DROP COLUMN full_name;\n' \
    >"$work/later/supabase/migrations/014_drop.sql"
  (cd "$work/later" && exits 3 "$dunlin" --db-url "$(url saas)" migrate) || return 1
  rm "$work/later/supabase/migrations/014_drop.sql"
  is "$(value "count(*) FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'full_name'")" 1
}
secret_is_found() {
  printf -- "-- Migration: 014_secret\nALTER ROLE saas PASSWORD 'hunter2-but-longer';\n" >"$work/later/supabase/migrations/014_secret.sql"
  (cd "$work/later" && says "password-literal" "$dunlin" lint supabase/migrations/014_secret.sql) || return 1
  rm "$work/later/supabase/migrations/014_secret.sql"
}
dynamic_sql_is_found() {
  printf -- "CREATE FUNCTION public.find(t text) RETURNS void LANGUAGE plpgsql AS \$\$ BEGIN EXECUTE 'DELETE FROM ' || t; END \$\$;\n" >"$work/later/supabase/migrations/014_dynamic.sql"
  (cd "$work/later" && says "dynamic-sql" "$dunlin" lint --profile strict supabase/migrations/014_dynamic.sql) || return 1
  rm "$work/later/supabase/migrations/014_dynamic.sql"
}
staging_then_production() {  # by URL, as typed
  psql -d postgres -c "CREATE DATABASE staging OWNER saas" || return 1
  (cd "$work/project" && "$dunlin" db push --db-url "$(url saas staging)" && STAGING_DATABASE_URL=$(url saas staging) "$dunlin" --env staging status --check) &&
    diff <(catalog) <(catalog staging)
}
includes_all() {  # a migration that comes before an applied one
  printf -- '-- Migration: 20250701_forgotten\n-- Description: d\n-- Author: a\n-- Date: 2025-07-01\n--\n-- Rollback: DROP TABLE public.forgotten;\nCREATE TABLE IF NOT EXISTS public.forgotten (id int PRIMARY KEY);\nALTER TABLE public.forgotten ENABLE ROW LEVEL SECURITY;\n' \
    >"$work/later/supabase/migrations/20250701_forgotten.sql"
  rm -f "$work"/later/supabase/migrations/*feature_name* "$work"/later/supabase/migrations/013_next.sql
  (cd "$work/later" && exits 5 "$dunlin" --db-url "$(url saas staging)" db push && "$dunlin" --db-url "$(url saas staging)" db push --include-all)
}
resets() { (cd "$work/project" && "$dunlin" --db-url "$(url saas staging)" db reset --yes) && is "$(psql -d staging -c "SELECT (SELECT count(*) FROM users) || ' ' || (to_regclass('public.forgotten') IS NULL)")" "200 true"; }
adopts() {  # what the Supabase CLI has applied
  psql -d postgres -c "CREATE DATABASE taken_over OWNER saas" || return 1
  local file
  for file in "$work"/project/supabase/migrations/*.sql; do user=saas psql -d taken_over -f "$file" >/dev/null || return 1; done
  psql -d taken_over -c "CREATE SCHEMA supabase_migrations" -c "CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text)" \
    -c "GRANT USAGE ON SCHEMA supabase_migrations TO saas" -c "GRANT SELECT ON supabase_migrations.schema_migrations TO saas" || return 1
  for file in "$work"/project/supabase/migrations/*.sql; do
    file=$(basename "$file" .sql)
    psql -d taken_over -c "INSERT INTO supabase_migrations.schema_migrations VALUES ('${file%%_*}', NULL, '${file#*_}')" || return 1
  done
  is "$(psql -d taken_over -c "SELECT version FROM supabase_migrations.schema_migrations ORDER BY version DESC LIMIT 1")" 20250726 &&
    on taken_over adopt && is "$(on taken_over status --json | grep -c '"state": "applied"')" 13
}
immediate_rollback() {
  local before
  before=$(catalog)
  migrations rollback --steps 1 --yes && is "$(value "to_regclass('public.idx_users_email_lower') IS NULL")" t && migrations migrate && diff <(echo "$before") <(catalog)
}
emergency() {
  user=saas psql -f "$work/project/rollback/emergency_rollback.sql" || return 1
  is "$(value "(SELECT count(*) FROM templates) || ' ' || (SELECT count(*) FROM templates_backup) || ' ' || (to_regclass('public.idx_users_email_lower') IS NULL)")" "20 20 true" &&
    is "$(as anon "" "SELECT count(*) FROM templates" 2>&1)" 10 && is "$(value "obj_description('templates_backup'::regclass) LIKE 'Deprecated%'")" t &&
    migrations repair --forget 20250726 --reason "emergency rollback" &&
    psql -c "DROP VIEW public.templates" -c "ALTER TABLE public.templates_backup RENAME TO templates" -c "COMMENT ON TABLE public.templates IS NULL" && migrations migrate
}
backup_restores() {
  "$programs/pg_dump" -Fc -d "$(url)" -f "$work/saas.dump" && psql -d postgres -c "CREATE DATABASE restored" &&
    "$programs/pg_restore" --exit-on-error --single-transaction -d "$(url postgres restored)" "$work/saas.dump" && is "$(psql -d restored -c "SELECT count(*) FROM generations")" 20000
}
workflow() {  # what it runs is there; nothing that pushes anywhere but to the job's own server
  local file="$work/project/.github/workflows/migrations.yml"
  grep -q "dunlin lint --format github" "$file" && grep -q "dunlin migrate" "$file" && ! grep -q "^ *run: *supabase\|secrets\." "$file"
}
all_back() { migrations rollback --to 0 --yes >/dev/null && is "$(value "count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')" | sed 's/^[12]$/0/')" 0; }
up_again() { migrations migrate >/dev/null && applied_again; }
applied_again() { diff <(echo "$first_catalog") <(catalog); }

check S2.2 "the layout is recognised, 001 to 008 and more" layout
check "S2.3, X S2.d" "dunlin db push applies to the database that is named" pushes
check "S2.5" "a dated hotfix runs after the numbered ones" applied
first_catalog=$(catalog)
check "S2.3" "a second push has nothing to do" again
check "S2.6" "description, author and date are parsed and stored" metadata
check "S2.6, S2.11" "every rollback is stored with its migration" rollbacks_are_stored
check "S2.7" "BEGIN and COMMIT of the files are borders, never nested" no_nested_transactions
check "S2.10" "each hand-written file may run again and changes nothing" files_run_again
check "S2.5" "a later number is in order although a date is applied" later_number_is_in_order
check "S2.1" "dunlin migration new feature_name" new_file
check "S2.1, S2.2" "seed.sql loads, and loads again without change" loads_data
check "S2.13" "seed data is invented" seed_is_invented
check "S2.9" "Users can view own data: people see their rows, and projects they are members of" own_rows
check "S2.9" "nobody makes themself an admin" no_escalation
check "S2.9, X S2.g" "Admins can view all, as a policy of a role" admins_see_all
check "S2.9" "published templates are for everybody" published
check "X S2.g" "the admin policy as written recurses on users; ours doesn't" no_recursion
check "S2.13, X S2.c" "SET LOCAL outside of a transaction tests nothing; in one it does" set_local_alone
check "S2.9, S2.13" "every table has row level security" rls_findings
check "S2.8, S2.4" "verification finds nothing: foreign keys are indexed, indexes are valid" foreign_keys_indexed
check "S2.4" "dunlin verify finds every promise of the files kept" exits 0 migrations verify
check "S2.4" "dunlin test security finds nothing critical" exits 0 migrations test security
check "S2.8" "the partial or composite index serves the list of active projects" partial_index_is_used
check "S2.8, S2.9, S2.11, S2.15, X S2.h" "every statement of the strategy runs, corrected" snippets
check "X S2.f" "an index on table can't be" reserved_word
check "S2.12" "migration history" history
check "S2.12, X S2.b" "table sizes, also of names that need quotes" sizes
check "S2.12, X S2.a" "slow queries come from pg_stat_statements" slow_queries
check "S2.2" "functions/analytics.sql and functions/cleanup.sql work" functions_work
check "S2.2" "a function file that changes runs again" function_file_changes
check "S2.11" "projects are deleted softly, by their owner only" soft_deleted
check "S2.3" "updated_at is kept" updated_at_moves
check "S2.4, S2.10" "lint and the policies of the checklist find nothing" lints
check "S2.10" "a file that meets none of the checklist is refused, rule by rule" finds_what_is_missing
check "S2.4, S2.10" "a breaking change has to be accepted by name" breaking_change
check "S2.13" "a password in a migration is found" secret_is_found
check "S2.13" "SQL injection in a function is found" dynamic_sql_is_found
check "S2.1, S2.4" "dunlin db push --db-url: staging ends in the same schema" staging_then_production
check "S2.15" "dunlin db push --include-all applies what comes before an applied one" includes_all
check "S2.1, S2.15" "dunlin db reset makes the database anew, with seed data" resets
check "S2.12" "a history in supabase_migrations.schema_migrations is taken over" adopts
check "S2.11" "immediate rollback from the comments, and up again" immediate_rollback
check "S2.11, X S2.h" "emergency_rollback.sql closes the market place without losing a row" emergency
check "S2.11, X S2.e" "a full backup restores into a new database" backup_restores
check "S2.14" "the workflow lints, migrates and verifies on a server of its own" workflow
check "S2.11" "all is taken back" all_back
check "S2.11" "up again gives the same catalog" up_again
