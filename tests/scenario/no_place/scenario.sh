# Folders that can't be made or are gone: said with their path, and not taken for a defect.
sqlite3 app.db "CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)"
touch .dunlin
expect_exit 1 dunlin transfer prepare --from app.db
expect_output ".dunlin/transfer/app-" "Not a directory" "next: check that it is there"
expect_no_output "defect"
rm .dunlin
mkdir gone
cd gone
rmdir "$SCENARIO_WORK/gone"
expect_exit 1 dunlin status
expect_output "the current folder: No such file or directory"
expect_no_output "defect"
cd "$SCENARIO_WORK"
expect_exit 0 dunlin transfer prepare --from app.db
