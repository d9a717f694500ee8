# Killed at each of the program's instants: the next run finishes, and every statement has run exactly once.
for point in segment-sent after-commit before-intent after-intent after-alone before-done after-done after-intent:2 after-done:2 after-statement before-commit; do
  run_sql "SET client_min_messages = warning; DROP SCHEMA IF EXISTS dunlin CASCADE; DROP TABLE IF EXISTS a, b"
  expect_exit 137 env DUNLIN_KILL_AT=$point "$DUNLIN" migrate
  migrate
  expect_sql "SELECT count(*) FROM a" 1
  expect_sql "SELECT string_agg(id::text, ',' ORDER BY id) FROM b" 1,2,3
  expect_sql "SELECT count(*) FROM pg_index WHERE indrelid = 'b'::regclass AND indisvalid" 2
  expect_sql "SELECT count(*) FROM dunlin.journal WHERE state = 'done'" 10
  expect_sql "SELECT count(*) FROM dunlin.completion WHERE outcome = 'done'" 3
  migrate
  expect_output "nothing to do"
done
