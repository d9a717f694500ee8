# shellcheck shell=bash disable=SC2154
# What SQL and files say about security: found, accepted, skipped with a reason, never green for want of a right.
run_sql "CREATE ROLE scn_client LOGIN; CREATE ROLE scn_plain LOGIN"
forget_roles() {
  psql -X -q -c "DROP OWNED BY scn_client, scn_plain" -c "DROP ROLE scn_client, scn_plain" >/dev/null 2>&1 || true
}
trap 'status=$?; forget_roles; exit $status' EXIT
cd project  # this file names such variables too
mkdir -p migrations web
state() { jq -r --arg c "$1" '.checks[] | select(.check == $c) | .state' "$captured/out"; }
expect_state_of() { [ "$(state "$1")" = "$2" ] || fail "$1 is '$(state "$1")' instead of '$2'"; }

# ---- every check is asked, and says something
expect_exit 0 dunlin test security --json --fail-on never
expect_json '[.checks[] | select(.state == "error") | .check] | join(" ")' ""
expect_json '.summary.checks == (.summary.ok + .summary.warn + .summary.critical + .summary.skipped + .summary.error)' true
expect_state_of encryption-at-rest skipped
expect_state_of client-visible-secrets ok
expect_state_of table-without-rls ok
expect_state_of logging warn
expect_json '[.checks[] | select(.state == "skipped" and .reason == "")] | length' 0
expect_sql "SELECT count(*) FROM pg_namespace WHERE nspname = 'dunlin'" 0

# ---- secrets under names that a build shows to everybody (the service role's key bypasses row-level security)
cat >web/.env <<'ENV'
VITE_SUPABASE_URL=https://example.supabase.co
VITE_SUPABASE_ANON_KEY=public-key
export VITE_SUPABASE_SERVICE_ROLE_KEY="not-shown-anywhere"
NEXT_PUBLIC_DATABASE=postgres://app:hunter2hunter2@db.example.org/app
REACT_APP_THING=eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2lnbmF0dXJl
SUPABASE_SERVICE_ROLE_KEY=on-the-server
ENV
cat >web/client.ts <<'TS'
const key = import.meta.env.VITE_SUPABASE_SERVICE_ROLE_KEY;
const fine = import.meta.env.VITE_SUPABASE_ANON_KEY;
TS
echo "NEXT_PUBLIC_ADMIN_SECRET=x" >web/known.env
echo "CREATE ROLE app LOGIN PASSWORD 'correct-horse-battery';" >migrations/001_role.sql
expect_exit 3 dunlin test security --json
expect_json '[.checks[] | select(.check == "client-visible-secrets") | .observations[].object] | join(" ")' \
  "web/.env:3 web/.env:4 web/.env:5 web/client.ts:1"
expect_json '[.checks[] | select(.check == "secrets-in-files") | .observations[].object] | join(" ")' "migrations/001_role.sql:1"
expect_json '.accepted | join(" ")' "client-visible-secrets web/known.env:1"
expect_no_output not-shown-anywhere hunter2hunter2 correct-horse-battery c2lnbmF0dXJl
expect_exit 3 dunlin test security
expect_output "VITE_SUPABASE_SERVICE_ROLE_KEY" "3 critical"
rm -r web migrations/001_role.sql

# ---- privileges
run_sql "CREATE TABLE accounts (id int PRIMARY KEY, owner text, api_key text); GRANT SELECT, TRUNCATE ON accounts TO scn_client"
run_sql "CREATE FUNCTION login(name text) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT true'"
run_sql "CREATE FUNCTION anything() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"
run_sql "GRANT CREATE ON SCHEMA public TO PUBLIC; GRANT pg_read_all_data TO scn_client; ALTER ROLE scn_client SET app.jwt_secret = 'abcdefghijklmnop'"
expect_exit 3 dunlin test security --json
for check in table-without-rls truncate-granted definer-callable public-schema predefined-roles secrets-in-settings client-grants; do
  expect_state_of "$check" critical
done
expect_state_of sensitive-columns warn
expect_state_of definer-search-path warn
expect_json '[.accepted[] | select(startswith("definer-callable"))] | join(" ")' "definer-callable login(text)"
expect_no_output abcdefghijklmnop
run_sql "REVOKE CREATE ON SCHEMA public FROM PUBLIC; REVOKE pg_read_all_data FROM scn_client; ALTER ROLE scn_client RESET app.jwt_secret"
run_sql "ALTER TABLE accounts ENABLE ROW LEVEL SECURITY; REVOKE TRUNCATE ON accounts FROM scn_client; DROP FUNCTION anything()"
expect_exit 3 dunlin test security --json
for check in table-without-rls truncate-granted definer-callable public-schema predefined-roles secrets-in-settings client-grants; do
  expect_state_of "$check" ok
done
expect_state_of host-rules critical  # the scratch server trusts everybody

# ---- a role that may see little gets "skipped", not "ok"
expect_exit 0 dunlin test security --json --fail-on never --db-url "$(url_of scn_plain)"
for check in password-hashes host-rules superusers replication-role; do expect_state_of "$check" skipped; done
expect_json '[.checks[] | select(.check == "password-hashes") | .reason | startswith("this role may not look")] | .[0]' true
expect_json '[.checks[] | select(.state == "error") | .check] | join(" ")' ""

# ---- bad input
sed -i 's/client_roles/clients/' dunlin.toml
expect_exit 2 dunlin test security
expect_output "unknown key 'clients'"
sed -i 's/clients/client_roles/' dunlin.toml
expect_exit 2 dunlin test security --fail-on green
expect_exit 2 dunlin test
expect_exit 2 dunlin test security rls
expect_exit 6 dunlin test security --db-url "host=/nowhere dbname=x"
