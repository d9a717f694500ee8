# Passwords: none is shown, however badly its URL is written, and one with odd characters survives a switch and a return.
secrets=(
  'postgresql://u:SEK/RET@127.0.0.1:1/d'
  'postgresql://u:SEK?RET@127.0.0.1:1/d'
  'postgresql://u:SEK%RET@127.0.0.1:1/d'
  'postgresql://u:SEK@RET@127.0.0.1:1/d'
  'postgresql://u:SEK#RET@127.0.0.1:1/d'
  'postgresql://u:SEK@RET/x@127.0.0.1:1/d'
  'postgresql://127.0.0.1:1?user=me@x&password=SEKRET'
  'postgresql://u:SEKRET@127.0.0.1:1/d?application_name=me@x'
  'postgresql://127.0.0.1:1/d?user=me@x&password=SEK@RET'
  'postgresql://postgres:SEKRET'
  'postgres//u:SEKRET@127.0.0.1/db'
  'host=127.0.0.1 port=1 password=SEK RET'
  "host=127.0.0.1 port=1 password='SEK RET"
  "host=127.0.0.1 port=1 password='SEK'RET'"
  "host=127.0.0.1 port=1 password=SEK'RET"
)
for url in "${secrets[@]}"; do
  expect_exit 6 dunlin transfer test --db-url "$url"
  expect_no_output SEK RET
  expect_output "can't connect to" "next:"
done

# Hosts, and words that happen to be a password, are shown.
expect_exit 6 dunlin transfer test --db-url 'postgresql://u:host@localhost:1/d?application_name=me@x'
expect_output 'postgresql://u:***@localhost:1/d?application_name=me@x' 'server at "localhost"' "connection"
expect_exit 6 dunlin transfer test --db-url 'postgresql://u@127.0.0.1:1/d?sslcert=/home/a@b/x'
expect_output 'postgresql://u@127.0.0.1:1/d?sslcert=/home/a@b/x'

sqlite3 app.db "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO people VALUES (1, 'Ann')"
file dunlin.toml <<'TOML'
[transfer]
switch_file = ".env"
health_command = "test ! -e ill || { echo seen $DUNLIN_TRANSFER_URL; exit 1; }"
TOML
printf 'export DATABASE_URL=file:app.db\n' >.env
password="pa\$HOME\`id\`\"q'\\#z"
run_sql "CREATE ROLE with_odd_password SUPERUSER LOGIN PASSWORD 'pa\$HOME\`id\`\"q''\\#z'"
DUNLIN_DATABASE_URL="postgresql://with_odd_password:$password@/$PGDATABASE?host=$PGHOST"
export DUNLIN_DATABASE_URL
expect_exit 0 dunlin transfer run --from app.db --yes

# What a command of ours says is shown without the password.
touch ill
expect_exit 1 dunlin transfer switch --from app.db
expect_output "health_command ended with exit code 1" "seen postgresql://with_odd_password:***@"
expect_no_output 'pa$HOME' 'pa%24HOME'
rm ill

expect_exit 0 dunlin transfer switch --from app.db
# A shell reads the file, and psql the URL.
got=$(PGPASSWORD=none bash -c 'set -eu; . ./.env; exec psql -X -A -t -c "SELECT current_user" "$DATABASE_URL"' 2>&1) || fail "the application can't read .env: $got"
[ "$got" = with_odd_password ] || fail "'$got' isn't the user"
expect_exit 0 dunlin transfer return --from app.db --yes
[ "$(cat .env)" = 'export DATABASE_URL=file:app.db' ] || fail ".env isn't as it was: $(cat .env)"
DUNLIN_DATABASE_URL="host=$PGHOST port=5432 user=postgres dbname=$PGDATABASE"
run_sql "REASSIGN OWNED BY with_odd_password TO postgres"; run_sql "DROP OWNED BY with_odd_password"; run_sql "DROP ROLE with_odd_password"
