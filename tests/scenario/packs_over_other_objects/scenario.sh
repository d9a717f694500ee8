# Something of that name is there already, and isn't what the pack makes: refused before anything is written, with the
# difference.
run_sql "CREATE TABLE notes (id int PRIMARY KEY, text varchar(20) NOT NULL)"
expect_exit 5 dunlin pack add notebook --env development
expect_output "1 object of pack notebook is there already, with another definition; nothing was written" "table public.notes" \
  "-id integer NOT NULL" "+id bigint NOT NULL" "-text character varying(20) NOT NULL" "+body text NOT NULL"
[ -z "$(ls migrations)" ] || fail "a file was written"
expect_sql "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'notes'::regclass AND attnum > 0" "id text"

# A function of the same arguments too, whatever it returns; and a view where the pack has a table.
run_sql "DROP TABLE notes; CREATE VIEW notes AS SELECT 1 AS id; CREATE FUNCTION greet() RETURNS integer LANGUAGE sql AS 'SELECT 1'"
expect_exit 5 dunlin pack add notebook --env development --json
expect_output "-view" "+table" "function public.greet()" "RETURNS integer" "RETURNS text"
expect_sql "SELECT greet()" 1

# A column of another type.
run_sql "DROP VIEW notes; DROP FUNCTION greet(); CREATE TABLE orders (id int PRIMARY KEY, note integer)"
expect_exit 5 dunlin pack add notebook --env development --param tables=orders
expect_output "column note on public.orders" "-note integer" "+note text"

# The same definition is said to be the same.
run_sql "ALTER TABLE orders DROP COLUMN note; CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL)"
expect_exit 5 dunlin pack add notebook --env development
expect_output "table public.notes: there already, the same as the pack's"

# Nothing in the way: written, and what it tried is gone.
run_sql "DROP TABLE notes"
expect_exit 0 dunlin pack add notebook --env development --param tables=orders
expect_no_table notes
migrate
expect_table notes
expect_sql "SELECT greet()" hello
