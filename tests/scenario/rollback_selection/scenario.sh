# --steps, --to (with and without zeros), --to 0, --run; wrong ones are refused and change nothing.
migrate --to 2
migrate
expect_applied 001 002 003 004 005
rollback
expect_applied 001 002 003 004
rollback --steps 2
expect_applied 001 002
expect_no_table t3 t4 t5
migrate
rollback --to 4
expect_applied 001 002 003 004
rollback --to 003 --dry-run
expect_output "DROP TABLE t4"
expect_applied 001 002 003 004
expect_exit 2 dunlin rollback --to 9
expect_exit 2 dunlin rollback --to 3 --steps 1
expect_exit 2 dunlin rollback --steps 0
expect_applied 001 002 003 004
run=$(sql "SELECT run FROM dunlin.ledger WHERE kind = 'up' AND version = '001'")
rollback --run "$run" --json
expect_json .outcome done
expect_json '[.migrations[] | .version + .kind] | join(" ")' "002down 001down"
expect_applied 003 004
expect_exit 2 dunlin rollback --run 99999
migrate --include-all
rollback --to 0
expect_applied ""
expect_no_table t1 t2 t3 t4 t5
expect_exit 0 dunlin rollback
expect_output "nothing to roll back"
migrate
expect_table t1 t5
