# ALTER TYPE ADD VALUE ends its segment, so that the rest of the file may use the value.
migrate
expect_sql "SELECT string_agg(m::text, ',' ORDER BY m) FROM a" glad,happy
expect_applied 001 002
