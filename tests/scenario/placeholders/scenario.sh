# ${name} is replaced where configured, $${name} escapes; without configuration nothing is touched; unknown ones are errors.
printf '[placeholders]\nschema = "app"\n"owner.name" = "${SCENARIO_OWNER}"\n' >dunlin.toml
export SCENARIO_OWNER="o'wner"
expect_exit 2 dunlin migrate   # it is text: quoting is the file's business
expect_output "001_a.sql:3:" "unterminated quoted string"
unset SCENARIO_OWNER
expect_exit 2 dunlin migrate
expect_output "SCENARIO_OWNER"
echo 'SCENARIO_OWNER=me' >.env
migrate
expect_sql "SELECT app.f()" app
run_sql "INSERT INTO app.a VALUES (1)"
expect_sql "SELECT t FROM app.a" '${schema} me'
rollback
expect_sql "SELECT to_regnamespace('app') IS NULL" t
printf '[placeholders]\nschema = "app"\n' >dunlin.toml
expect_exit 2 dunlin migrate
expect_output "001_a.sql:2:" "owner.name"
rm dunlin.toml
printf "CREATE TABLE plain (t text DEFAULT '\${schema} \$\${x}');\n" >migrations/001_a.sql
migrate
run_sql "INSERT INTO plain DEFAULT VALUES"
expect_sql "SELECT t FROM plain" '${schema} $${x}'
