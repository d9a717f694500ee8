# Servers that can't be reached, refuse the login, or may not be written to.
unset DUNLIN_DATABASE_URL
expect_exit 6 dunlin migrate --db-url "host=$SCENARIO_WORK dbname=x user=postgres"
expect_exit 6 dunlin migrate --db-url "postgres://someone:s3cret-word@127.0.0.1:9/x?connect_timeout=3"
expect_no_output "s3cret-word"
expect_exit 6 dunlin status --json --db-url "postgres://someone:s3cret-word@127.0.0.1:9/x"
expect_json .error.code unreachable
expect_no_output "s3cret-word"
expect_exit 6 dunlin migrate --db-url "host=$PGHOST user=postgres dbname=no_such_database"
expect_output "no_such_database"
expect_exit 6 dunlin migrate --db-url "postgres://[broken:s3cret-word@"
expect_no_output "s3cret-word"

run_sql "DROP ROLE IF EXISTS with_password; CREATE ROLE with_password LOGIN PASSWORD 'right-word'"
expect_exit 6 dunlin migrate --db-url "$(url_of with_password wrong-word)"
expect_output "password authentication failed"
expect_no_output "wrong-word"
expect_exit 6 dunlin migrate --db-url "$(url_of with_password)"
expect_exit 0 dunlin status --db-url "$(url_of with_password right-word)"
expect_no_output "right-word"
# It may log in, and may not create the schema.
expect_exit 5 dunlin migrate --db-url "$(url_of with_password right-word)"
expect_output "with_password" "may not create the schema dunlin" "GRANT CREATE"
expect_sql "SELECT to_regnamespace('dunlin') IS NULL" t
expect_no_table a

run_sql "ALTER ROLE with_password SET default_transaction_read_only = on"
expect_exit 5 dunlin migrate --db-url "$(url_of with_password right-word)"
expect_output "read-only"
run_sql "GRANT CREATE ON DATABASE \"$PGDATABASE\" TO with_password; GRANT CREATE ON SCHEMA public TO with_password; ALTER ROLE with_password RESET default_transaction_read_only"
expect_exit 0 dunlin migrate --db-url "$(url_of with_password right-word)"
expect_table a
# Somebody else who can't read the ledger.
run_sql "DROP ROLE IF EXISTS scenario_nobody; CREATE ROLE scenario_nobody LOGIN"
expect_exit 5 dunlin migrate --db-url "$(url_of scenario_nobody)"
expect_output "schema dunlin belongs to with_password"
run_sql "DROP OWNED BY with_password CASCADE; DROP ROLE with_password; DROP ROLE scenario_nobody"

# A schema dunlin that isn't ours.
run_sql "CREATE SCHEMA dunlin; CREATE TABLE dunlin.theirs (id int)"
expect_exit 5 dunlin migrate --db-url "$(url_of postgres)"
expect_output "isn't dunlin's ledger"
expect_table dunlin.theirs
