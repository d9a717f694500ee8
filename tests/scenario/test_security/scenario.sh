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
expect_json '[.accepted[] | select(startswith("client"))] | join(" ")' "client-visible-secrets web/known.env:1"
expect_no_output not-shown-anywhere hunter2hunter2 correct-horse-battery c2lnbmF0dXJl
expect_exit 3 dunlin test security
expect_output "VITE_SUPABASE_SERVICE_ROLE_KEY" "2 critical"
rm -r web migrations/001_role.sql

# ---- without git: the file that [encryption] names is where the key belongs, another one isn't
mkdir -p plain/migrations plain/keys
cp dunlin.toml plain
cd plain
printf '9f86d081884c7d659a2feaa0c55ad015%s\n' a3bf4f1b2b0b822cd15d6c15b0f00a08 | tee keys/kek >other
printf '\n[encryption]\nkey = "file:./keys/kek"\n' >>dunlin.toml
expect_exit 3 dunlin test security --json
expect_json '[.checks[] | select(.check == "secrets-in-files") | .observations[].object] | join(" ")' "other:1"
cd ..
rm -r plain

# ---- keys and certificates, under whatever name git knows them
fake_key="-----BEGIN PRIVATE"; fake_key="$fake_key KEY-----"
mkdir repository
cp dunlin.toml repository
cd repository
mkdir migrations
git init -q .
for file in id_rsa server.pem server.key notes.txt README.md pom.xml app.properties vendor/x; do
  mkdir -p "$(dirname "$file")"
  printf '%s\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----\n' "$fake_key" >"$file"
done
printf '9f86d081884c7d659a2feaa0c55ad015%s\n' a3bf4f1b2b0b822cd15d6c15b0f00a08 >kek
printf 'FROM x\nENV DUNLIN_KEK=9f86d081884c7d659a2feaa0c55ad015%s\n' a3bf4f1b2b0b822cd15d6c15b0f00a08 >Dockerfile
printf 'picture\0' >logo.png
head -c 1100000 /dev/zero | tr '\0' x >dump.txt
echo "$fake_key" >untracked.pem
printf '\n[encryption]\nkey = "file:kek"\n' >>dunlin.toml
git add -A .
git rm -q --cached untracked.pem
expect_exit 3 dunlin test security --json
expect_json '[.checks[] | select(.check == "secrets-in-files") | .observations[].object] | sort | join(" ")' \
  "Dockerfile:2 README.md:1 app.properties:1 id_rsa:1 kek:1 notes.txt:1 pom.xml:1 server.key:1 server.pem:1 vendor/x:1"
expect_json '.checks[] | select(.check == "secrets-in-files") | .reason' \
  "2 files not searched (more than 1 MB, not text, or unreadable): dump.txt, logo.png"
expect_no_output 9f86d081 MIIEvQ
expect_exit 3 dunlin test security --format junit
expect_output "critical: No secret is kept in files that are shared"
# What a project excludes isn't read: folders and files by their whole names, and the report says so.
mkdir vendor/y
cp vendor/x vendor/y/z
git add vendor
sed -i 's/^accept = /exclude = ["vendor\/", ".\/id_rsa", "server", "dump.txt"]\naccept = /' dunlin.toml
expect_exit 3 dunlin test security --json
expect_json '[.checks[] | select(.check == "secrets-in-files") | .observations[].object] | sort | join(" ")' \
  "Dockerfile:2 README.md:1 app.properties:1 kek:1 notes.txt:1 pom.xml:1 server.key:1 server.pem:1"
expect_json '.checks[] | select(.check == "secrets-in-files") | .reason' \
  "1 file not searched (more than 1 MB, not text, or unreadable): logo.png; excluded by [test.security]: vendor/, ./id_rsa, server, dump.txt"
cd ..
rm -rf repository

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
expect_exit 0 dunlin test security --json
for check in table-without-rls truncate-granted definer-callable public-schema predefined-roles secrets-in-settings client-grants; do
  expect_state_of "$check" ok
done
expect_state_of host-rules warn  # the scratch server trusts everybody, but listens to its socket only

# ---- what is yet to be made, and what policies trust
run_sql "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, TRUNCATE ON TABLES TO scn_client"
run_sql "CREATE TABLE roster (who text, boss boolean); GRANT INSERT ON roster TO scn_client; CREATE SEQUENCE numbers"
run_sql "CREATE FUNCTION leaky(text) RETURNS boolean LANGUAGE sql LEAKPROOF AS 'SELECT true'; CREATE FUNCTION auth_uid() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text'"
run_sql "CREATE POLICY bosses ON accounts TO scn_client USING (owner IN (SELECT who FROM roster WHERE boss))"
run_sql "CREATE POLICY setting ON accounts TO scn_client USING (owner = current_setting('app.owner') OR current_setting('app.owner', true) IS NULL)"
run_sql "CREATE POLICY pattern ON accounts TO scn_client USING (owner LIKE current_setting('app.pattern', true))"
run_sql "SELECT lo_from_bytea(0, 'x'); DO \$\$ BEGIN EXECUTE format('GRANT SELECT ON LARGE OBJECT %s TO scn_client', (SELECT max(oid) FROM pg_largeobject_metadata)); END \$\$"
expect_exit 3 dunlin test security --json
for check in default-privileges policy-reads-open-table policy-pattern-on-claims policy-without-identity leakproof-functions large-objects; do
  expect_state_of "$check" critical
done
for check in policy-setting-missing policy-nullable-column log-files password-complexity; do expect_state_of "$check" warn; done
for check in dangerous-settings extensions stored-passwords replication-tls default-reads-rows; do expect_state_of "$check" ok; done
run_sql "DROP POLICY bosses ON accounts; DROP POLICY setting ON accounts; DROP POLICY pattern ON accounts; DROP FUNCTION leaky(text)"
run_sql "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM scn_client; DROP TABLE roster; SELECT lo_unlink(oid) FROM pg_largeobject_metadata"
expect_exit 0 dunlin test security --json
for check in default-privileges policy-reads-open-table policy-pattern-on-claims policy-without-identity leakproof-functions large-objects \
  policy-setting-missing policy-nullable-column; do
  expect_state_of "$check" ok
done

# ---- a role that may see little gets "skipped", not "ok"
expect_exit 0 dunlin test security --json --fail-on never --db-url "$(url_of scn_plain)"
for check in password-hashes host-rules superusers replication-role; do expect_state_of "$check" skipped; done
expect_json '[.checks[] | select(.check == "password-hashes") | .reason | startswith("this role may not look")] | .[0]' true
expect_json '[.checks[] | select(.state == "error") | .check] | join(" ")' ""

# ---- what a role of clients may do as itself counts without LOGIN too
run_sql "ALTER ROLE scn_client NOLOGIN CREATEROLE"
expect_exit 3 dunlin test security --json
expect_json '[.checks[] | select(.check == "admin-privileges") | .observations[] | select(.object == "scn_client") | .state] | join(" ")' critical
run_sql "ALTER ROLE scn_client LOGIN NOCREATEROLE"

# ---- bad input
sed -i 's/client_roles/clients/' dunlin.toml
expect_exit 2 dunlin test security
expect_output "unknown key 'clients'"
sed -i 's/clients/client_roles/' dunlin.toml
sed -i 's/"scn_client"/"scn_clinet"/' dunlin.toml
expect_exit 2 dunlin test security
expect_output "the server has no role scn_clinet, which client_roles names"
sed -i 's/"scn_clinet"/"scn_client"/' dunlin.toml
expect_exit 2 dunlin test security --fail-on green
expect_exit 2 dunlin test
expect_exit 2 dunlin test security rls
expect_exit 6 dunlin test security --db-url "host=/nowhere dbname=x"
