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
echo "DROP FUNCTION {{schema}}.shout();" >packs/notebook/update/1.1-1.0.sql
echo "ALTER TABLE {{schema}}.notes ADD COLUMN at timestamptz;" >packs/notebook/update/1.1-1.2.sql
echo "ALTER TABLE {{schema}}.notes DROP COLUMN at;" >packs/notebook/update/1.2-1.1.sql
expect_exit 0 dunlin pack update notebook
expect_output "002_pack_notebook_1_2.sql"
expect_exit 0 dunlin pack list --env development --json
expect_json '.packs[] | select(.name == "notebook") | .state' pending
migrate
expect_sql "SELECT shout()" MOIN
expect_exit 0 dunlin pack list --env development --json
expect_json '.packs[] | select(.name == "notebook") | .state + " " + .installed + " " + .migration' "applied 1.2 002"
rollback --steps 1 --yes
expect_sql "SELECT to_regprocedure('shout()') IS NULL" t
migrate
grep -q '"greeting":"moin"' migrations/002_pack_notebook_1_2.sql || fail "the parameters aren't recorded"
