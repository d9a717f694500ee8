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
GRANT SELECT ON users TO verify_reader;
INSERT INTO users SELECT n, n || '@example.org' FROM generate_series(1, 100) AS n;
SQL
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
expect_exit 0 dunlin migrate --to 002
expect_exit 0 dunlin verify --save before.json
expect_output "1 table"
expect_exit 0 dunlin verify --against before.json
expect_output "ok       table public.users" "index public.users_email on public.users" "constraint users_email_filled of public.users" \
  "row security of public.users" "policy everything of public.users" "trigger users_touch of public.users" \
  "EXECUTE on function api.users() to verify_reader" "skipped  verify/003_later.sql" "migration 003 isn't applied" \
  "ok       verify/data.sql:2" "ok       rows of public.users" " 0 failed"
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
broken "ALTER TABLE users DISABLE TRIGGER users_touch" "ALTER TABLE users ENABLE TRIGGER users_touch" "trigger users_touch of public.users: disabled"
broken "REVOKE SELECT ON users FROM verify_reader" "GRANT SELECT ON users TO verify_reader" 'SELECT on table "public"."users" to verify_reader: not granted'
broken "REVOKE USAGE ON SCHEMA api FROM verify_reader" "GRANT USAGE ON SCHEMA api TO verify_reader" \
  'EXECUTE on function api.users() to verify_reader: granted, but the role has no USAGE on schema api; USAGE on schema api to verify_reader: not granted'
broken "GRANT EXECUTE ON FUNCTION api.users() TO PUBLIC" "REVOKE EXECUTE ON FUNCTION api.users() FROM PUBLIC" \
  "function api.users(): PUBLIC may execute it"
broken "INSERT INTO users VALUES (1000, 'nobody')" "DELETE FROM users WHERE id = 1000" "verify/data.sql:2: user 1000 has no @"
broken "CREATE TABLE aside AS SELECT * FROM users WHERE id <= 3; DELETE FROM users WHERE id <= 3" \
  "INSERT INTO users SELECT * FROM aside; DROP TABLE aside" "rows of public.users: had 100, has 97"

# An assertion can't change anything, one that fails to run doesn't hide the next, and pgTAP is understood.
file verify/odd.sql <<'SQL'
DELETE FROM users;
SELECT 1 FROM no_such_table;
SELECT pg_sleep(0) WHERE false;
SQL
expect_exit 1 dunlin verify
expect_output "failed   verify/odd.sql:1" "read-only" "failed   verify/odd.sql:2" "no_such_table" "ok       verify/odd.sql:3" "2 failed"
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
rm verify/tap.sql

# What was edited since it ran promises nothing.
echo "CREATE TABLE never_run (id int);" >>migrations/003_later.sql
expect_exit 0 dunlin verify
expect_output "skipped  003_later" "its file was edited since it ran"
expect_no_output never_run
run_sql "DROP OWNED BY verify_reader; DROP ROLE verify_reader"
