# --to, --steps, tags, phase and --file choose; --dry-run and plan change nothing, not even the schema dunlin.
remember_catalog
for command in "plan" "migrate --dry-run" "up --dry-run" "db push --dry-run"; do
  # shellcheck disable=SC2086
  expect_exit 0 dunlin $command
  expect_output "001_a" "CREATE TABLE a (id int)" "004_d"
done
expect_exit 0 dunlin plan --json --include-tags core
expect_json .outcome planned
expect_json '[.migrations[].version] | join(" ")' "001 003"
expect_json '.migrations[0].segments[0].statements[0].line' 3
expect_exit 0 dunlin plan --json --exclude-tags core,reporting
expect_json '[.migrations[].version] | join(" ")' "004"
expect_exit 0 dunlin plan --json --phase expand
expect_json '[.migrations[].version] | join(" ")' "001 002"
expect_exit 0 dunlin plan --json --steps 2
expect_json '[.migrations[].version] | join(" ")' "001 002"
expect_exit 0 dunlin plan --json --to 3
expect_json '[.migrations[].version] | join(" ")' "001 002 003"
expect_exit 2 dunlin migrate --to 17
expect_exit 2 dunlin migrate --to 04x
expect_same_catalog
expect_sql "SELECT to_regnamespace('dunlin') IS NULL" t

migrate --steps 1
expect_applied 001
migrate --to 2
expect_applied 001 002
migrate --include-tags core
expect_applied 001 002 003
migrate --phase none
expect_output "nothing to do"
expect_exit 0 dunlin migrate --file scripts/one.sql
expect_table one
expect_no_table d
migrate
expect_table d
expect_exit 2 dunlin migrate --file scripts/none.sql
