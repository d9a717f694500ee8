# A rollback section that holds comments only is refused, with the line that says it is meant; with that line it is run.
migrate
expect_exit 5 dunlin rollback --to 0
expect_output "no rollback is known for 00002_template" "-- dunlin:nothing-to-undo" "dunlin repair --rollback"
expect_table a
echo '-- dunlin:nothing-to-undo' >>goose/00002_template.sql
expect_exit 0 dunlin repair --rollback 00002 --reason "rows of a go with it"
rollback --steps 1
expect_state 00002 pending
expect_sql "SELECT count(*) FROM a" 1
migrate
rollback --to 0
expect_no_table a

# The file may say it of itself, and that counts as a rollback where one is required.
printf '[project]\nmigrations = "goose"\n[policy]\nrequire_rollback = true\n' >dunlin.toml
printf -- '-- dunlin:nothing-to-undo\n-- +goose Up\nINSERT INTO a VALUES (3);\n' >goose/00003_self.sql
migrate
rollback --to 00002
expect_sql "SELECT count(*) FROM a" 2
printf -- '-- dunlin:nothing-to-undo\n-- +goose Up\nSELECT 1;\n-- +goose Down\nDROP TABLE a;\n' >goose/00003_self.sql
expect_exit 2 dunlin plan
expect_output "says dunlin:nothing-to-undo, but there is a rollback"
