# After a deployment: what the files of applied migrations promised, the project's verify/*.sql, and rows against before.
run_sql 'DROP ROLE IF EXISTS verify_reader; CREATE ROLE verify_reader'
file migrations/001_users.sql <<'SQL'
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL CONSTRAINT users_email_filled CHECK (email <> ''));
CREATE INDEX users_email ON users (email);
CREATE INDEX users_dropped_again ON users (email, id);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON users FOR SELECT TO verify_reader USING (true);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE SCHEMA api;
CREATE FUNCTION api.users() RETURNS bigint LANGUAGE sql STABLE SET search_path = '' AS $$ SELECT count(*) FROM public.users $$;
REVOKE ALL ON FUNCTION api.users() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.users() TO verify_reader;
GRANT USAGE ON SCHEMA api TO verify_reader;
CREATE SCHEMA "Api 2";
CREATE FUNCTION "Api 2"."Count %"(a integer, b text) RETURNS bigint LANGUAGE sql STABLE SET search_path = '' AS $$ SELECT 1 $$;
REVOKE ALL ON FUNCTION "Api 2"."Count %"(integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "Api 2"."Count %"(integer, text) TO verify_reader;
GRANT USAGE ON SCHEMA "Api 2" TO verify_reader;
GRANT SELECT ON users TO verify_reader;
GRANT UPDATE (email) ON users TO verify_reader;
CREATE POLICY own_rows ON users FOR UPDATE TO verify_reader USING (email = current_user);
CREATE VIEW emails WITH (security_invoker) AS SELECT email FROM users;
CREATE TABLE visits (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE visits_2024 PARTITION OF visits FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS n FROM visits;
CREATE TYPE mood AS ENUM ('sad', 'ok');
INSERT INTO users SELECT n, n || '@example.org' FROM generate_series(1, 100) AS n;
SQL
view_option=security_invoker view_option_lost="it reads with its owner's rights"
if [ "$(sql "SHOW server_version_num")" -lt 150000 ]; then  # it came with 15
  view_option=security_barrier view_option_lost="conditions may meet rows that it hides"
  sed -i "s/security_invoker/$view_option/" migrations/001_users.sql
fi
file migrations/002_drop.sql <<'SQL'
DROP INDEX users_dropped_again;
SQL
file migrations/003_later.sql <<'SQL'
CREATE TABLE later (id bigint PRIMARY KEY);
SQL
file verify/data.sql <<'SQL'
-- A row is a failure.
SELECT format('user %s has no @', id) AS failure FROM users WHERE position('@' IN email) = 0;
SQL
file verify/003_later.sql <<'SQL'
SELECT 'later is missing' WHERE to_regclass('later') IS NULL;
SQL
# On a database on which nothing of the project has run, nothing is verified.
expect_exit 1 dunlin verify
expect_output "failed   the project's migrations" "none of them is applied here" "skipped  001_users" "not applied here: dunlin migrate"
expect_exit 0 dunlin migrate --to 002
expect_exit 0 dunlin verify --save before.json
expect_output " tables"
expect_exit 0 dunlin verify --against before.json
expect_output "ok       table public.users" "index public.users_email on public.users" "constraint users_email_filled of public.users" \
  "row security of public.users" "policy everything of public.users" "trigger users_touch of public.users" \
  "EXECUTE on function api.users() to verify_reader" 'ok       EXECUTE on function "Api 2"."Count %"(integer, text) to verify_reader' "skipped  verify/003_later.sql" "migration 003 isn't applied" \
  "ok       verify/data.sql:2" "ok       rows of public.users" " 0 failed" "skipped  003_later" "not applied here: dunlin migrate"
expect_no_output users_dropped_again
migrate
expect_exit 0 dunlin verify --json
expect_json .outcome done
expect_json .skipped 0
expect_json '[.checks[] | select(.name == "verify/003_later.sql:1") | .state] | join(" ")' ok
expect_json '[.checks[] | select(.name == "table public.later") | .state] | join(" ")' ok

# Each promise that is broken is named, and nothing else fails.
broken() {  # SQL UNDO WHAT
  run_sql "$1"
  expect_exit 1 dunlin verify --against before.json --json
  local got
  got=$(jq -r '[.checks[] | select(.state == "failed") | .name + ": " + (.detail | split("\n")[0])] | join("; ")' "$captured/out")
  [ "$got" = "$3" ] || fail "'$got' instead of '$3'"
  run_sql "$2"
}
broken "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_email'::regclass" \
  "UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'users_email'::regclass" \
  "index public.users_email on public.users: not valid: its build broke off"
broken "DROP INDEX users_email" "CREATE INDEX users_email ON users (email)" "index public.users_email on public.users: missing"
broken "ALTER TABLE users DROP CONSTRAINT users_email_filled, ADD CONSTRAINT users_email_filled CHECK (email <> '') NOT VALID" \
  "ALTER TABLE users VALIDATE CONSTRAINT users_email_filled" \
  "constraint users_email_filled of public.users: not validated: rows from before it were never checked"
broken "ALTER TABLE users DISABLE ROW LEVEL SECURITY" "ALTER TABLE users ENABLE ROW LEVEL SECURITY" "row security of public.users: off"
broken "ALTER TABLE users DISABLE TRIGGER users_touch" "ALTER TABLE users ENABLE TRIGGER users_touch" "trigger users_touch of public.users: disabled, or enabled for replicas only"
broken "ALTER TABLE users ENABLE REPLICA TRIGGER users_touch" "ALTER TABLE users ENABLE TRIGGER users_touch" \
  "trigger users_touch of public.users: disabled, or enabled for replicas only"
broken "REVOKE SELECT ON users FROM verify_reader" "GRANT SELECT ON users TO verify_reader" 'SELECT on table "public"."users" to verify_reader: not granted'
broken "REVOKE USAGE ON SCHEMA api FROM verify_reader" "GRANT USAGE ON SCHEMA api TO verify_reader" \
  'EXECUTE on function api.users() to verify_reader: granted, but the role has no USAGE on schema api; USAGE on schema api to verify_reader: not granted'
broken "GRANT EXECUTE ON FUNCTION api.users() TO PUBLIC" "REVOKE EXECUTE ON FUNCTION api.users() FROM PUBLIC" \
  "function api.users(): PUBLIC may execute it"
broken "REVOKE UPDATE (email) ON users FROM verify_reader" "GRANT UPDATE (email) ON users TO verify_reader" \
  'UPDATE (email) on table "public"."users" to verify_reader: not granted on email'
broken "REVOKE SELECT ON users FROM verify_reader; GRANT SELECT (id) ON users TO verify_reader" "GRANT SELECT ON users TO verify_reader" \
  'SELECT on table "public"."users" to verify_reader: not granted'
broken "ALTER POLICY everything ON users TO PUBLIC" "ALTER POLICY everything ON users TO verify_reader" \
  "policy everything of public.users: is to public, not to verify_reader"
broken "ALTER POLICY own_rows ON users USING (true)" "ALTER POLICY own_rows ON users USING (email = current_user)" \
  "policy own_rows of public.users: its USING is true: for every row"
broken "CREATE OR REPLACE VIEW emails AS SELECT email FROM users" "CREATE OR REPLACE VIEW emails WITH ($view_option) AS SELECT email FROM users" \
  "$view_option of public.emails: off: $view_option_lost"
broken "ALTER TABLE visits DETACH PARTITION visits_2024" "ALTER TABLE visits ATTACH PARTITION visits_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')" \
  "table public.visits_2024: is no partition of public.visits"
broken "REFRESH MATERIALIZED VIEW counts WITH NO DATA" "REFRESH MATERIALIZED VIEW counts" \
  "materialized view public.counts: holds no data: who reads it gets an error"
broken "ALTER FUNCTION api.users() RESET search_path" "ALTER FUNCTION api.users() SET search_path = ''" \
  "function api.users(): its search_path is its caller's"
broken "DROP TYPE mood" "CREATE TYPE mood AS ENUM ('sad', 'ok')" "type public.mood: missing"
broken "INSERT INTO users VALUES (1000, 'nobody')" "DELETE FROM users WHERE id = 1000" "verify/data.sql:2: user 1000 has no @"
broken "CREATE TABLE aside AS SELECT * FROM users WHERE id <= 3; DELETE FROM users WHERE id <= 3" \
  "INSERT INTO users SELECT * FROM aside; DROP TABLE aside" "rows of public.users: had 100, has 97"

# An assertion can't change anything, one that fails to run doesn't hide the next, and pgTAP is understood.
file verify/odd.sql <<'SQL'
DELETE FROM users;
SELECT 1 FROM no_such_table;
SELECT pg_sleep(0) WHERE false;
COPY (SELECT n FROM generate_series(1, 1000000) AS n) TO STDOUT;
SELECT 'the last one runs' WHERE false;
SQL
expect_exit 1 dunlin verify
expect_output "failed   verify/odd.sql:1" "read-only" "failed   verify/odd.sql:2" "no_such_table" "ok       verify/odd.sql:3" "failed   verify/odd.sql:4" \
  "COPY ... TO STDOUT: nobody is here to take the rows" "ok       verify/odd.sql:5" "3 failed"
expect_sql "SELECT count(*) FROM users" 100
rm verify/odd.sql
run_sql "CREATE FUNCTION plan(int) RETURNS text LANGUAGE plpgsql AS 'BEGIN CREATE TEMP TABLE tests (n int); RETURN ''1..'' || \$1; END'"
run_sql "CREATE FUNCTION finish() RETURNS SETOF text LANGUAGE sql AS 'SELECT ''# Looks like you failed 1 test of 2'''"
file verify/tap.sql <<'SQL'
SELECT plan(2);
SELECT 'ok 1 - the first';
SELECT 'not ok 2 - the second' || E'\n# Failed test 2';
SELECT * FROM finish();
SQL
expect_exit 1 dunlin verify
expect_output "ok       verify/tap.sql: the first" "failed   verify/tap.sql: the second" "Failed test 2" "2 failed"
echo "SELECT 'the users of plan() and finish()' WHERE false;" >verify/tap.sql
expect_exit 1 dunlin verify
expect_output "failed   verify/tap.sql: the plan" "no line of pgTAP came out" "1 failed"
rm verify/tap.sql

# What was edited since it ran promises nothing.
echo "CREATE TABLE never_run (id int);" >>migrations/003_later.sql
expect_exit 0 dunlin verify
expect_output "skipped  003_later" "its file was edited since it ran"
expect_no_output never_run

# A role that may not read every table counts the others.
run_sql "CREATE TABLE secrets (id int); CREATE TABLE open (id int); ALTER ROLE verify_reader LOGIN; GRANT SELECT ON open TO verify_reader"
run_sql "GRANT USAGE ON SCHEMA dunlin TO verify_reader; GRANT SELECT ON ALL TABLES IN SCHEMA dunlin TO verify_reader"
expect_exit 0 dunlin verify --save all.json
expect_exit 0 dunlin verify --db-url "$(url_of verify_reader)" --save some.json
expect_output "not counted, because this role may not read them" "public.secrets"
[ "$(jq -c '[.tables["public.open"], (.not_readable | index("public.secrets") != null)]' some.json)" = "[0,true]" ] || fail "$(cat some.json)"
dunlin verify --db-url "$(url_of verify_reader)" --against all.json >"$captured/all" 2>&1
expect_output "ok       rows of public.open" "skipped  rows of public.secrets" "this role may not read it"
run_sql "DROP OWNED BY verify_reader; DROP ROLE verify_reader"
