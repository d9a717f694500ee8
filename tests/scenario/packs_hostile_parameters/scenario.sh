# SQL in a parameter stays a value: a name, a literal, or it is refused. Nothing is ever run of it.
run_sql 'CREATE TABLE victim (id int); CREATE TABLE "a""; DROP TABLE victim; --" (id int)'
dunlin pack show notebook >/dev/null

expect_exit 0 dunlin pack add notebook --dry-run --param "greeting='); DROP TABLE victim; --" 
expect_output "SELECT '''); DROP TABLE victim; --'"
[ -z "$(ls migrations)" ] || fail "--dry-run wrote a file"
expect_exit 0 dunlin pack add notebook --env development --param 'schema=public' --param "greeting='); DROP TABLE victim; --\\" \
  --param 'tables=public."a""; DROP TABLE victim; --"'
migrate
expect_table victim notes
expect_sql "SELECT greet()" "'); DROP TABLE victim; --\\"
expect_sql "SELECT count(*) FROM pg_attribute WHERE attname = 'note' AND attrelid = '\"a\"\"; DROP TABLE victim; --\"'::regclass" 1
rollback --yes
expect_table victim
rm migrations/*

# What could end a function's body, a comment or a line is refused by name.
expect_exit 2 dunlin pack add notebook --param 'greeting=$$; DROP TABLE victim; $$'
expect_output "dollar quote"
expect_exit 2 dunlin pack add notebook --param 'greeting=$x$'
expect_exit 2 dunlin pack add notebook --param "greeting=one
-- dunlin:down
DROP TABLE victim;"
expect_output "line break"
expect_exit 2 dunlin pack add notebook --param "schema=$(printf 'x%.0s' {1..64})"
expect_output "at most 63 bytes"
expect_exit 2 dunlin pack add notebook --param 'tables=a.b.c'
expect_output "isn't a table's name"
expect_exit 2 dunlin pack add notebook --param 'schema='
expect_exit 2 dunlin pack add notebook --param 'grating=x'
expect_output "has no parameter 'grating'" "did you mean greeting?"
expect_exit 2 dunlin pack add notebook --param greeting
expect_exit 2 dunlin pack add notebook --param greeting=a --param greeting=b
expect_exit 2 dunlin pack add notbook
expect_output "did you mean notebook?"
[ -z "$(ls migrations)" ] || fail "a file was written"

# A schema by another name is quoted, and a name that needs it works.
run_sql 'CREATE SCHEMA "My Notes; --"'
expect_exit 0 dunlin pack add notebook --env development --param 'schema=My Notes; --'
migrate
expect_sql 'SELECT "My Notes; --".greet()' hello

# A template whose placeholder stands in quotes is refused: there a value could end them.
echo "SELECT 'it says {{greeting}}';" >packs/notebook/up.sql
rm migrations/*
expect_exit 1 dunlin pack add notebook
expect_output "up.sql:1" "stands inside of quotes"
