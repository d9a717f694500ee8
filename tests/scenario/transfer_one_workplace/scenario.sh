# A transfer's plan and copies are its own until it has ended: nothing that is begun elsewhere from the same file takes them away, and
# neither a rollback nor a return of an unfinished switch takes the tables that the application works on.
file dunlin.toml <<'TOML'
[transfer]
switch_file = ".env"
TOML
sqlite3 app.db "CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, n TEXT); INSERT INTO p (n) VALUES ('a'), ('b')"
echo "DATABASE_URL=file:app.db" >.env
other="$(url_of "$PGUSER" | sed "s/dbname=[^ ]*/dbname=${PGDATABASE}_rehearsal/")"
run_sql "CREATE DATABASE ${PGDATABASE}_rehearsal"
kept() { sha256sum .dunlin/transfer/app-*/{plan.json,base.db,owner.json}; }

# Begun, switched: the files belong to it, whatever another database or schema is asked for.
expect_exit 0 dunlin transfer run --from app.db --yes
expect_exit 0 dunlin transfer switch --from app.db --yes
run_sql "INSERT INTO p (n) VALUES ('written in PostgreSQL')"
kept >before
for command in "prepare --db-url '$other'" "run --db-url '$other' --yes" "prepare --schema other" "run --schema other --yes" "run --restart --db-url '$other' --yes"; do
  eval "expect_exit 5 dunlin transfer $command --from app.db"
  expect_output "belong to its transfer into schema public of" "take a copy of the SQLite file"
done
kept | diff before - || fail "the plan or the copies were changed"
expect_exit 0 dunlin transfer status --from app.db --db-url "$other"
expect_output "no transfer into schema public is under way"
expect_exit 0 dunlin transfer status --from app.db

# Another file of that name has migrations of that name; and a rollback doesn't take the application's tables.
mkdir sub && cp app.db sub/app.db
expect_exit 3 dunlin transfer run --from sub/app.db --schema s4 --yes
expect_output "001_transfer_app_tables.sql is applied" "needs a file of another name"
for to in "--steps 1" "--to 0"; do
  # shellcheck disable=SC2086
  expect_exit 5 dunlin rollback $to --yes
  expect_output "belongs to the transfer of" "which is switched" "nothing was rolled back"
done
expect_sql "SELECT count(*) FROM p" 3

# A database has one outbox: nobody else is switched while its way back is kept. Neither are two files at once.
sqlite3 two.db "CREATE TABLE q (id INTEGER PRIMARY KEY); INSERT INTO q VALUES (1)"
expect_exit 0 dunlin transfer run --from two.db --schema two --yes
expect_exit 5 dunlin transfer switch --from two.db --schema two --yes
expect_output "is switched, and a database keeps the way back of one transfer"
expect_exit 5 dunlin transfer switch --from app.db --from two.db --yes
expect_output "can't be switched together"
expect_exit 0 dunlin transfer return --drop --from two.db --schema two --yes

# Returned and dropped: the next one may be anywhere.
expect_exit 0 dunlin transfer return --from app.db --yes
[ "$(sqlite3 app.db "SELECT count(*) FROM p")" = 3 ] || fail "a row is missing"
expect_exit 0 dunlin transfer return --drop --from app.db --yes
[ ! -e .dunlin/transfer/app-*/owner.json ] || fail "nobody owns it any more"
expect_exit 0 dunlin transfer run --from app.db --schema other --yes

# A switch that was cut off: on which side the application writes isn't known, so it isn't returned.
DUNLIN_KILL_AT=switch_committed expect_exit 137 dunlin transfer switch --from app.db --schema other --yes
sqlite3 app.db "INSERT INTO p (n) VALUES ('the application goes on with SQLite')"
expect_exit 5 dunlin transfer return --from app.db --schema other --yes
expect_output "a switch was cut off" "dunlin transfer switch finishes it, or takes it back"
[ "$(sqlite3 app.db "SELECT count(*) FROM p")" = 4 ] || fail "the file was changed"
expect_exit 1 dunlin transfer switch --from app.db --schema other --yes
expect_exit 0 dunlin transfer switch --from app.db --schema other --yes
expect_sql "SELECT count(*) FROM other.p" 4

# The file is gone: nothing can be returned into it, but the time in which it could be may be ended.
mv app.db elsewhere.db
expect_exit 5 dunlin transfer return --from app.db --schema other --yes
expect_output "isn't there, and a return writes PostgreSQL's rows into a copy of it" "as it was at the switch it is in"
expect_exit 0 dunlin transfer finalize --from app.db --schema other --yes
expect_output "isn't there: what was written to it after the switch can't be told"

# The database has another project's migrations under these versions: that is said, and nothing is loaded.
mkdir other_project && cd other_project && touch dunlin.toml
sqlite3 else.db "CREATE TABLE e (id INTEGER PRIMARY KEY)"
expect_exit 5 dunlin transfer run --from else.db --schema third --yes
expect_output "another project migrates this database" "transfer into another database"
expect_no_output "dunlin rollback"
