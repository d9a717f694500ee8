# file:line:column with a caret, for statements over several lines, for text in other scripts, in functions.
expect_exit 1 dunlin migrate
expect_output "migrations/001_a.sql:9:24: " "(42703)" "       ('zwölf'::text, nothing)"
grep -A1 "nothing)" "$captured/err" | tail -n 1 | grep -q '^                           ^$' || fail "the caret isn't below the word"
expect_exit 1 dunlin migrate --json
expect_json '.error.line' 9
expect_json '.error.column' 24
expect_json '.error.sqlstate' 42703
expect_json '.error.file | endswith("migrations/001_a.sql")' true

printf 'CREATE TABLE a (id int);\nCREATE TALBE b (id int);\n' >migrations/001_a.sql
expect_exit 1 dunlin migrate
expect_output "001_a.sql:2:8" "42601"
printf 'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1/0;\nEND $$;\nSELECT f();\n' >migrations/001_a.sql
expect_exit 1 dunlin migrate
expect_output "001_a.sql:5:" "PL/pgSQL function f() line 3" "nothing of 001_a remains"
printf 'CREATE TABLE a (id int PRIMARY KEY);\nINSERT INTO a VALUES (1);\nINSERT INTO a VALUES (1);\n' >migrations/001_a.sql
expect_exit 1 dunlin migrate --json
expect_json '.error.detail' "Key (id)=(1) already exists."
expect_json '.error.constraint' a_pkey
expect_json '.error.table' a
