# A rollback that fails half-way is broken off and gone on with; meanwhile nothing else runs.
migrate
expect_exit 0 dunlin rollback
expect_exit 1 dunlin rollback
expect_output "001_a.sql:7:1" "division by zero" "of the rollback of 001_a are committed" "goes on at line 7"
expect_no_table b a_id
expect_table a
expect_state 001 partial
expect_exit 5 dunlin migrate
expect_output "dunlin rollback"
run_sql "INSERT INTO switch VALUES (1)"
rollback
expect_no_table a
expect_state 001 pending

# What hasn't run of it may be corrected in the file.
run_sql "DELETE FROM switch"
sed -i 's/^SELECT 1 .*/SELECT 1 \/ 0;/' migrations/001_a.sql
sed -i 's/^CREATE TABLE switch/CREATE TABLE IF NOT EXISTS switch/' migrations/002_switch.sql
migrate
rollback
expect_exit 1 dunlin rollback
sed -i 's/^SELECT 1 .*/SELECT 1;/' migrations/001_a.sql
rollback
expect_no_table a b
expect_state 001 pending
sed -i 's/^SELECT 1;/SELECT 1 \/ (SELECT count(*) FROM switch);/' migrations/001_a.sql

# One that fails in its first segment is corrected and recorded.
printf 'CREATE TABLE z (id int);\n-- dunlin:down\nDROP TABLE zz;\n' >migrations/003_z.sql
migrate
expect_exit 1 dunlin rollback
expect_output "003_z.sql:3:1" "nothing of the rollback of 003_z remains" "repair --rollback 003"
sed -i 's/zz/z/' migrations/003_z.sql
expect_exit 0 dunlin repair --rollback 3 --reason "typing error"
expect_exit 0 dunlin repair --accept 3 --reason "typing error"
rollback
expect_no_table z
rm migrations/003_z.sql

# Killed at each instant of a rollback.
for point in after-commit before-intent after-intent after-alone before-done after-done after-statement before-commit; do
  run_sql "SET client_min_messages = warning; DROP SCHEMA IF EXISTS dunlin, dunlin_kept, public CASCADE; CREATE SCHEMA public"
  migrate
  run_sql "INSERT INTO switch VALUES (1); INSERT INTO a VALUES (1); INSERT INTO b VALUES (1), (2)"
  rollback
  expect_exit 137 env DUNLIN_KILL_AT=$point "$DUNLIN" rollback
  rollback --steps 1
  expect_no_table a b a_id
  expect_table switch
  expect_sql "SELECT string_agg(origin || ' ' || rows, ', ' ORDER BY origin) FROM dunlin.kept" "public.a 1, public.b 2"
  expect_sql "SELECT count(*) FROM pg_tables WHERE schemaname = 'dunlin_kept'" 2
done
