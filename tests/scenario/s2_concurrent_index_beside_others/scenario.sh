# Statements that can't run in a transaction stand beside others in one file, without any mark.
expect_exit 0 dunlin plan --json
expect_json '[.migrations[0].segments[].transaction | tostring] | join(" ")' "true false true false false false true"
expect_no_table a
migrate
expect_table a b a_id2
expect_no_table a_id
expect_sql "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id2'::regclass" t
expect_sql "SELECT id FROM b" 100
expect_sql "SELECT count(*), count(DISTINCT statement), bool_and(state = 'done') FROM dunlin.journal" "8|8|t"
migrate
expect_output "nothing to do"
