# Bodies in dollar quotes, BEGIN ATOMIC, nested comments and COPY data are split as PostgreSQL reads them.
migrate
expect_sql "SELECT f1()" "a;bc;d"
expect_sql "SELECT f2(4)" 5
expect_sql "SELECT string_agg(id::text, ',' ORDER BY id) FROM made" 1,2,3
expect_sql "SELECT count(*), count(name) FROM c" "5|4"
expect_sql "SELECT name FROM c WHERE id = 5" 'five; "quoted"'
expect_sql "SELECT count(*) FROM dunlin.journal WHERE data_bytes > 0 AND data_hash IS NOT NULL" 2
expect_sql "SELECT count(*) FROM dunlin.journal WHERE sql LIKE '%quote%' AND kind LIKE 'copy%'" 0

# A line of data that doesn't fit: nothing of the file remains, and the place is the statement's.
printf 'CREATE TABLE d (id int);\nCOPY d FROM stdin;\n1\nnot a number\n\\.\n' >migrations/003_copy.sql
expect_exit 1 dunlin migrate
expect_output "003_copy.sql:2:" "22P02" "line 2"
expect_no_table d
rm migrations/003_copy.sql migrations/002_copy.sql
expect_exit 5 dunlin repair --restore 002
expect_output "COPY"
