# Two files with the same tables, in a schema each: lint, verify, migrate and rollback look and work where the tables are.
for name in a b; do
  sqlite3 $name.db "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, boss INTEGER REFERENCES people (id));
    CREATE INDEX people_name ON people (name); CREATE VIEW bosses AS SELECT * FROM people WHERE boss IS NULL;
    INSERT INTO people VALUES (1, '$name', NULL), (2, 'Bob', 1)"
done
expect_exit 0 dunlin transfer run --from a.db --from b.db --yes
grep -qx -e '-- dunlin:schema b' migrations/004_transfer_b_tables.sql || fail "the migration doesn't say where its tables belong"
run_sql "CREATE TABLE people (id int); INSERT INTO people VALUES (7); CREATE VIEW bosses AS SELECT 1 AS one"
expect_exit 0 dunlin lint
expect_exit 0 dunlin verify
expect_output "table a.people" "table b.people" "view b.bosses"
expect_exit 0 dunlin transfer verify --from b.db --schema b
expect_exit 0 dunlin migrate
expect_output "nothing to do"

# An object that goes is missed where it was.
run_sql "DROP VIEW b.bosses"
expect_exit 1 dunlin verify
expect_output "view b.bosses"
run_sql "CREATE VIEW b.bosses AS SELECT id, name, boss FROM b.people WHERE boss IS NULL"

# Another database gets the same from dunlin migrate: the schemas are made.
run_sql "CREATE DATABASE other_$PGDATABASE"
other="host=$PGHOST port=5432 user=postgres dbname=other_$PGDATABASE"
expect_exit 0 dunlin migrate --db-url "$other"
expect_exit 0 dunlin verify --db-url "$other"
[ "$(psql -XqAt -d "$other" -c "SELECT string_agg(table_schema, ' ' ORDER BY 1) FROM information_schema.tables WHERE table_name = 'people'")" = "a b" ] || fail "not in its schemas"
[ "$(psql -XqAt -d "$other" -c "SELECT current_setting('search_path')")" = '"$user", public' ] || fail "search_path isn't as it was"
# A schema that is gone isn't taken for another one, whose objects have the same names.
psql -XqAt -d "$other" -c "ALTER SCHEMA b RENAME TO c; CREATE VIEW bosses AS SELECT 1 AS one"
expect_exit 5 dunlin rollback --db-url "$other" --yes
expect_output "belongs to schema b (-- dunlin:schema), which isn't there"
psql -XqAt -d "$other" -c "ALTER SCHEMA c RENAME TO b"
expect_exit 0 dunlin rollback --db-url "$other" --to 0 --yes
[ "$(psql -XqAt -d "$other" -c "SELECT count(*) FROM bosses")" = 1 ] || fail "somebody else's view went"
run_sql "DROP DATABASE other_$PGDATABASE"

# The rollback takes away what it has made, in its schema, also when the file is gone.
rm migrations/006_transfer_b_logic.sql
expect_exit 0 dunlin rollback --to 003 --yes
expect_no_table b.people b.bosses
expect_table a.people a.bosses
expect_sql "SELECT id FROM public.people" 7
expect_table public.bosses
expect_exit 0 dunlin transfer return --from a.db --schema a --drop --yes
expect_no_table a.people
expect_sql "SELECT id FROM public.people" 7

# A name that would go on after the line on which a migration says it is refused, a file's name as well.
expect_exit 2 dunlin transfer run --from a.db --schema $'x\nDROP TABLE people; --' --yes
expect_output "'x\x0aDROP TABLE people; --' can't be the name of the target's schema"
expect_exit 2 dunlin transfer run --from a.db --schema "" --yes
cp a.db $'c\nd.db'
expect_exit 2 dunlin transfer run --from a.db --from $'c\nd.db' --yes
expect_output "'c\x0ad' can't be the name"
expect_no_escapes

# A role that the ledger isn't for hears what it lacks, whatever it asks.
run_sql "CREATE ROLE schemas_stranger LOGIN"
for verb in status verify prepare; do
  expect_exit 5 dunlin transfer $verb --from a.db --schema a --db-url "$(url_of schemas_stranger)"
  expect_output "role schemas_stranger may not use the ledger"
done
