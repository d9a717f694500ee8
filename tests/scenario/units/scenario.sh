# Each -- dunlin:unit begins a transaction: what committed before a failure stays, and the run goes on behind it.
expect_exit 0 dunlin plan --json
expect_json '[.migrations[0].segments[] | "\(.transaction) \(.statements | length)"] | join(", ")' "true 1, true 2, true 2"
expect_exit 1 dunlin migrate
expect_output "001_units.sql:8:" "the first 3 statements of 001_units are committed and stay" "goes on at line 7"
expect_sql "SELECT string_agg(id::text, ',' ORDER BY id) FROM a" 1,2
sed -i 's/missing/a/' migrations/001_units.sql
migrate
expect_sql "SELECT string_agg(id::text, ',' ORDER BY id) FROM a" 1,1,2,3
expect_sql "SELECT string_agg(segment::text, ',' ORDER BY statement) FROM dunlin.journal" 0,1,1,2,2
psql -X -q -v ON_ERROR_STOP=1 -c 'DROP TABLE a' -f migrations/001_units.sql >/dev/null || fail "psql doesn't take the file"

# A first statement that runs outside of a transaction may leave something when it fails, and the message says so.
printf -- '-- dunlin:unit alone\nINSERT INTO missing VALUES (1);\n' >migrations/002_alone.sql
expect_exit 1 dunlin migrate
expect_output "002_alone has begun; the statement at line 2 runs outside of a transaction" "goes on at line 2"
expect_no_output "nothing of 002_alone remains"
expect_state 002 partial
printf 'CREATE TABLE b (id int);\n' >migrations/002_alone.sql
migrate
expect_table b
