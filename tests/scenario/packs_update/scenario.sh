# A newer version of a pack reaches an installation by its update, with the parameters of then.
expect_exit 0 dunlin pack add notebook --param greeting=moin --env development
migrate
expect_exit 5 dunlin pack add notebook
expect_output "pack notebook 1.0 is there already" "001_pack_notebook.sql"
expect_exit 0 dunlin pack update notebook
expect_output "is at 1.0, the newest here"

sed -i 's/^version = .*/version = "1.2"/' packs/notebook/pack.toml
expect_exit 0 dunlin pack list --env development
expect_output "1.0 update available by 001"
expect_exit 5 dunlin pack add notebook
expect_output "dunlin pack update notebook takes it to 1.2"
expect_exit 5 dunlin pack update notebook
expect_output "no way from 1.0 to 1.2"
expect_exit 5 dunlin pack remove notebook
expect_output "first: dunlin pack update notebook"

mkdir -p packs/notebook/update
echo "CREATE FUNCTION {{schema}}.shout() RETURNS text LANGUAGE sql STABLE SET search_path = '' AS \$\$ SELECT upper({{greeting}}) \$\$;" >packs/notebook/update/1.0-1.1.sql
echo "CREATE OR REPLACE FUNCTION {{schema}}.greet() RETURNS text LANGUAGE sql STABLE SET search_path = '' AS \$\$ SELECT {{greeting}} || '!' \$\$;" >>packs/notebook/update/1.0-1.1.sql
echo "DROP FUNCTION {{schema}}.shout();" >packs/notebook/update/1.1-1.0.sql
echo "CREATE OR REPLACE FUNCTION {{schema}}.greet() RETURNS text LANGUAGE sql STABLE SET search_path = '' AS \$\$ SELECT {{greeting}} \$\$;" >>packs/notebook/update/1.1-1.0.sql
echo "ALTER TABLE {{schema}}.notes ADD COLUMN at timestamptz;" >packs/notebook/update/1.1-1.2.sql
echo "ALTER TABLE {{schema}}.notes DROP COLUMN at;" >packs/notebook/update/1.2-1.1.sql
expect_exit 0 dunlin pack update notebook --dry-run
expect_output "name one with --env or --db-url"
expect_exit 0 dunlin pack update notebook --env development
expect_output "002_pack_notebook_1_2.sql"
expect_no_output "not checked" "not tried"
expect_exit 0 dunlin pack list --env development --json
expect_json '.packs[] | select(.name == "notebook") | .state' pending
migrate
expect_sql "SELECT shout(), greet()" "MOIN|moin!"
expect_exit 0 dunlin pack list --env development --json
expect_json '.packs[] | select(.name == "notebook") | .state + " " + .installed + " " + .migration' "applied 1.2 002"
rollback --steps 1 --yes
expect_sql "SELECT to_regprocedure('shout()') IS NULL" t
migrate
grep -q '"greeting":"moin"' migrations/002_pack_notebook_1_2.sql || fail "the parameters aren't recorded"

# An update that can't run on the database is refused before anything is written, and nothing of it remains there.
sed -i 's/^version = .*/version = "1.3"/' packs/notebook/pack.toml
echo "CREATE FUNCTION {{schema}}.whisper() RETURNS text LANGUAGE sql STABLE SET search_path = '' AS \$\$ SELECT lower({{greeting}}) \$\$; ALTER TABLE {{schema}}.notes ADD CONSTRAINT positive CHECK (missing > 0);" >packs/notebook/update/1.2-1.3.sql
expect_exit 5 dunlin pack update notebook --env development
expect_output 'pack notebook can'"'"'t run on this database: column "missing" does not exist; nothing was written'
[ ! -e migrations/003_pack_notebook_1_3.sql ] || fail "a file was written"
expect_sql "SELECT to_regprocedure('whisper()') IS NULL" t
run_sql "CREATE FUNCTION whisper() RETURNS text LANGUAGE sql AS 'SELECT NULL::text'"
echo "CREATE FUNCTION {{schema}}.whisper() RETURNS text LANGUAGE sql STABLE SET search_path = '' AS \$\$ SELECT lower({{greeting}}) \$\$;" >packs/notebook/update/1.2-1.3.sql
expect_exit 5 dunlin pack update notebook --env development
expect_output "1 object of pack notebook is there already, with another definition"

# Somebody's view over what an update drops: named, and nobody is told to drop it in passing.
run_sql "DROP FUNCTION whisper(); CREATE VIEW loud AS SELECT greet()"
echo "DROP FUNCTION {{schema}}.greet(); CREATE FUNCTION {{schema}}.greet() RETURNS varchar LANGUAGE sql STABLE SET search_path = '' AS \$\$ SELECT {{greeting}}::varchar \$\$;" >packs/notebook/update/1.2-1.3.sql
expect_exit 5 dunlin pack update notebook --env development
expect_output "view loud depends on function greet()" "next: drop what depends on it in a migration before this one, and make it anew behind it"
expect_no_output CASCADE
