# Each tool's folder as that tool lays it out: recognised, applied, checked, rolled back, applied again.
for tool in dbmate goose golang-migrate diesel flyway node-pg-migrate sqitch dunlin-mixed; do
  run_sql "SET client_min_messages = warning; DROP SCHEMA IF EXISTS dunlin, public CASCADE; CREATE SCHEMA public"
  cd "$SCENARIO_WORK/$tool"
  wanted=${tool%-mixed}
  migrate
  expect_table a
  expect_sql "SELECT DISTINCT dialect FROM dunlin.ledger" "$wanted"
  expect_exit 0 dunlin status --check
  migrate
  expect_output "nothing to do"
  rollback --to 0
  expect_no_table a
  expect_exit 3 dunlin status --check
  migrate
  expect_table a
done
