# IF NOT EXISTS over what a failed build left INVALID: it is rebuilt and never taken for the wanted index.
migrate --to 1
expect_exit 1 dunlin migrate
expect_output "23505" "002_index.sql:1:" "a_id"
expect_exit 1 dunlin migrate   # and again: never "done" while it is INVALID
expect_sql "SELECT coalesce(bool_or(indisvalid), false) FROM pg_index WHERE indexrelid = to_regclass('a_id')" f
expect_state 002 partial
run_sql "DELETE FROM a WHERE n = 2"
migrate
expect_sql "SELECT indisvalid, indisunique FROM pg_index WHERE indexrelid = 'a_id'::regclass" "t|t"
expect_applied 001 002

# Left by somebody else, before the first run of the file.
run_sql "INSERT INTO a VALUES (2, 5), (3, 5)"
psql -X -q -c "CREATE UNIQUE INDEX CONCURRENTLY a_n ON a (n)" 2>/dev/null && fail "this index should fail"
expect_sql "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_n'::regclass" f
file migrations/003_index.sql <<<"CREATE INDEX CONCURRENTLY IF NOT EXISTS a_n ON a (n);"
migrate
expect_sql "SELECT indisvalid, indisunique FROM pg_index WHERE indexrelid = 'a_n'::regclass" "t|f"

# The valid index that the file wants is there already.
run_sql "CREATE INDEX a_both ON a (id, n)"
file migrations/004_index.sql <<<"CREATE INDEX CONCURRENTLY IF NOT EXISTS a_both ON a (id, n);"
before=$(sql "SELECT 'a_both'::regclass::oid")
migrate
expect_sql "SELECT 'a_both'::regclass::oid" "$before"
