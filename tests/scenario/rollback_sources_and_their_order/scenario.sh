# Down section before paired file before rollback/ before comment before function; stored, so that no file is needed.
migrate
mkdir gone
mv migrations/*.sql rollback gone/
rollback --to 0
for table in by_section by_pair by_folder by_comment by_function; do expect_table $table; done
expect_no_table by_comment_2 by_comment_3 by_folder_2 t1 t2 t3 t4 t5
expect_sql "SELECT count(*) FROM dunlin.ledger WHERE kind = 'down'" 5
