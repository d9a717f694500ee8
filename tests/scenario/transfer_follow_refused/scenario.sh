# What can't be brought over by follow is named by its row; also by a role that can't keep the triggers quiet.
sqlite3 app.db "CREATE TABLE p (id INTEGER PRIMARY KEY, n INTEGER); CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id));
                INSERT INTO p VALUES (1, 1); INSERT INTO c VALUES (1, 1)"
run_sql "CREATE ROLE mover LOGIN"
run_sql "GRANT CREATE ON DATABASE \"$PGDATABASE\" TO mover; ALTER SCHEMA public OWNER TO mover"
DUNLIN_DATABASE_URL=$(url_of mover)
expect_exit 0 dunlin transfer run --from app.db --yes

sqlite3 app.db "INSERT INTO p VALUES (7, 'seven')"
expect_exit 3 dunlin transfer follow --from app.db
expect_output "p.n" "in the row id=7" "nothing of this round was stored"
sqlite3 app.db "DELETE FROM p WHERE id = 7; INSERT INTO c VALUES (2, 99)"
expect_exit 3 dunlin transfer follow --from app.db
expect_output "would have no parent in" "(p)=(99)" "next:" "foreign_key_check"
expect_sql "SELECT count(*) FROM c" 1
sqlite3 app.db "DELETE FROM c WHERE id = 2; INSERT INTO c VALUES (3, 1)"
expect_exit 0 dunlin transfer follow --from app.db
expect_sql "SELECT count(*) FROM c" 2
run_sql "REASSIGN OWNED BY mover TO postgres"; run_sql "DROP OWNED BY mover"; run_sql "DROP ROLE mover"
