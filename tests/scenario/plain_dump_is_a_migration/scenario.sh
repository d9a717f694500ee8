# What pg_dump writes as plain text, schema and data, is a valid migration: the copy dumps the same as the original.
dump() { "$SCENARIO_PROGRAMS/pg_dump" --no-owner --schema=app "$@" | grep -v '^\\\(un\)\?restrict'; }
command -v "$SCENARIO_PROGRAMS/pg_dump" >/dev/null || { finish_scenario; exit 0; }
source=${PGDATABASE}_from
psql -X -q -d postgres -c "CREATE DATABASE \"$source\""
psql -X -q -v ON_ERROR_STOP=1 -d "$source" -f source.sql >/dev/null
"$SCENARIO_PROGRAMS/pg_dump" --no-owner --schema=app -d "$source" | sed 's/^SET default_tablespace/-- here\n&/' >dump.sql
mkdir -p migrations
cp dump.sql migrations/001_dump.sql
file migrations/002_after.sql <<<"CREATE TABLE after_the_dump (id int);"
migrate
dump -d "$source" >wanted
dump -d "$PGDATABASE" >got
diff -u wanted got || fail "the dumps differ"
expect_sql "SELECT count(*) FROM app.users" 500
expect_sql "SELECT to_regclass('public.after_the_dump') IS NOT NULL" t   # the dump's search_path = '' has ended with it
expect_applied 001 002
psql -X -q -d postgres -c "DROP DATABASE \"$source\""
