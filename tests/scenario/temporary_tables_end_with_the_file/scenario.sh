# Files that psql runs in a session each may use one name for their temporary tables.
migrate
expect_sql "SELECT string_agg(id::text, ',' ORDER BY id) FROM kept" 1,2,3
