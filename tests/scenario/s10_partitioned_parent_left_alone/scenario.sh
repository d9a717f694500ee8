# A partitioned parent's index is INVALID until every partition has its own: nobody drops it.
migrate --to 1
oid=$(sql "SELECT 'p_id'::regclass::oid")
expect_sql "SELECT indisvalid FROM pg_index WHERE indexrelid = $oid" f
migrate --to 2
expect_sql "SELECT indisvalid FROM pg_index WHERE indexrelid = $oid" f
migrate
expect_sql "SELECT indisvalid FROM pg_index WHERE indexrelid = $oid" t
expect_sql "SELECT 'p_id'::regclass::oid" "$oid"
