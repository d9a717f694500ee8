# SET TRANSACTION ISOLATION LEVEL has to be the first command of its transaction, before our own queries.
migrate
expect_sql "SELECT string_agg(level, ',' ORDER BY level) FROM levels" "read committed,repeatable read"
expect_sql "SELECT count(*) FROM dunlin.journal" 5
