# Names that want to be SQL or terminal commands stay names.
mkdir migrations
run_sql "CREATE TABLE victim (id int); INSERT INTO victim VALUES (1)"
escape=$(printf '\033[31mred\033]0;title\007')
file "migrations/001_it's; DROP TABLE victim; --.sql" <<'SQL'
CREATE TABLE "it's; DROP TABLE victim; --" ("col""umn; '" int PRIMARY KEY);
INSERT INTO "it's; DROP TABLE victim; --" VALUES (1);
CREATE INDEX CONCURRENTLY "in'dex; ""--" ON "it's; DROP TABLE victim; --" ("col""umn; '");
-- dunlin:down
DROP TABLE "it's; DROP TABLE victim; --";
SQL
if "$DUNLIN" migrate >/dev/null 2>&1; then
  expect_sql "SELECT count(*) FROM \"it's; DROP TABLE victim; --\"" 1
  expect_exit 0 dunlin status
  expect_output "it's; DROP TABLE victim; --"
  rollback
  expect_no_table "\"it''s; DROP TABLE victim; --\""
  expect_sql "SELECT count(*) FROM dunlin.kept" 1
  expect_exit 0 dunlin purge
  expect_exit 0 dunlin purge --all --yes
  migrate
else
  expect_exit 2 dunlin migrate
  expect_no_escapes
  rm migrations/*
fi
expect_table victim

# A killed build of an index with such a name.
run_sql "CREATE TABLE \"a'b\"\"c\" (id int)"
file migrations/002_index.sql <<'SQL'
CREATE INDEX CONCURRENTLY IF NOT EXISTS "x'y""z" ON "a'b""c" (id);
SQL
expect_exit 137 env DUNLIN_KILL_AT=after-alone "$DUNLIN" migrate
migrate
expect_sql "SELECT count(*) FROM pg_index WHERE indrelid = '\"a''b\"\"c\"'::regclass AND indisvalid" 1

# Escape sequences in a file's name, in the SQL, in the server's answers, in a comment, in other sessions' names.
file "migrations/003_$escape.sql" <<<"SELECT 1;"
"$DUNLIN" migrate >"$captured/all" 2>&1 || true
expect_no_escapes
"$DUNLIN" status >"$captured/all" 2>&1 || true
expect_no_escapes
"$DUNLIN" plan >"$captured/all" 2>&1 || true
expect_no_escapes
rm "migrations/003_$escape.sql"
"$DUNLIN" migrate >"$captured/all" 2>&1 || true
expect_no_escapes
"$DUNLIN" repair --forget 003 --reason "$escape" >/dev/null 2>&1 || true
expect_exit 0 dunlin log
expect_no_escapes
printf 'DO $x$ BEGIN RAISE NOTICE %s; RAISE EXCEPTION %s USING HINT = %s, DETAIL = %s; END $x$;\n' "'$escape'" "'$escape'" "'$escape'" "'$escape'" >migrations/004_e.sql
expect_exit 1 dunlin migrate
expect_no_escapes
expect_output "red"
printf 'SELECT 1 AS "%s", nothing;\n' "$escape" >migrations/004_e.sql
expect_exit 1 dunlin migrate
expect_no_escapes
expect_exit 0 dunlin plan
expect_no_escapes
expect_exit 1 dunlin migrate --json
expect_no_escapes
printf -- '-- Tags: %s\n-- Description: %s\n-- Depends: %s\nSELECT 1;\n' "$escape" "$escape" "$escape" >migrations/004_e.sql
expect_exit 5 dunlin migrate
expect_no_escapes
rm migrations/004_e.sql
for words in "$escape" "migrate --to $escape" "migrate --$escape" "rollback --to $escape" "purge $escape" "adopt --from $escape" "migrate --env $escape" "migrate --dir $escape" "migrate --file $escape" "migrate --config $escape" "migrate --db-url host=$escape" "help $escape" "repair --forget $escape --reason x"; do
  # shellcheck disable=SC2086
  "$DUNLIN" $words >"$captured/all" 2>&1 || true
  last_command="$words"
  expect_no_escapes
done
PGAPPNAME="$escape" psql -X -q -c "ALTER TABLE victim RENAME TO victim" >/dev/null 2>&1 || true
session reader
tell reader "SET application_name = 'x'; BEGIN; SELECT * FROM victim /* $escape */"
file migrations/005_alter.sql <<<"ALTER TABLE victim ADD COLUMN b int;"
expect_exit 4 dunlin migrate --lock-timeout 2s --lock-retries 0
expect_no_escapes
expect_output "held by"
