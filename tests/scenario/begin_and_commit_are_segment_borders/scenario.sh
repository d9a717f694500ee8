# What stands between BEGIN and COMMIT commits as one; the rest of the file is resumed behind it, row by row once.
expect_exit 1 dunlin migrate
expect_output "001_a.sql:8:1" "the first 3 statements of 001_a are committed"
expect_sql "SELECT string_agg(id::text, ',') FROM a" 1
expect_sql "SELECT level FROM levels" serializable
expect_state 001 partial
sed -i 's,SELECT 1/0;,SELECT 1;,' migrations/001_a.sql
migrate --json
expect_json '.migrations[0].resumed' true
expect_json '.migrations[0].statements' 3
expect_sql "SELECT string_agg(id::text, ',' ORDER BY id) FROM a" 1,2,3
expect_sql "SELECT count(DISTINCT segment), count(*) FROM dunlin.journal" "4|6"
