# Tools that have no rollbacks: recognised, applied, and rolling back is refused by name.
cd "$SCENARIO_WORK/supabase"
migrate --include-seed
expect_sql "SELECT f()" 1
expect_exit 0 dunlin status --check
expect_exit 5 dunlin rollback
expect_output "20240101000000_a"
expect_exit 0 dunlin seed
expect_sql "SELECT count(*) FROM a" 2
run_sql "SET client_min_messages = warning; DROP SCHEMA dunlin, public CASCADE; CREATE SCHEMA public"
cd "$SCENARIO_WORK/prisma"
migrate
expect_table a
expect_exit 0 dunlin status --check
expect_exit 5 dunlin rollback
