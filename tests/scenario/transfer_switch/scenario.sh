# From the load to PostgreSQL and back: what writers do meanwhile, the switch, what breaks it off, the return, the end.
file source.sql <<'SQL'
PRAGMA journal_mode = WAL;
CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, mail TEXT UNIQUE, boss INTEGER REFERENCES people (id));
CREATE TABLE visits (at INTEGER, note TEXT);
CREATE TABLE pairs (a TEXT, b INTEGER, c BLOB, PRIMARY KEY (a, b)) WITHOUT ROWID;
INSERT INTO people VALUES (1, 'Ann', 'a@example.org', NULL), (2, 'Bob', NULL, 1), (7, 'Cem', 'c@example.org', 2);
INSERT INTO visits VALUES (10, 'first'), (10, 'first'), (12, '');
INSERT INTO pairs VALUES ('x', 1, x'00'), ('x', 2, NULL), ('y', 1, x'ff');
SQL
sqlite3 app.db <source.sql >/dev/null
lite() { sqlite3 -cmd '.timeout 60000' app.db "$1"; }
expect_lite() { local got; got=$(lite "$1"); [ "$got" = "$2" ] || fail "'$got' instead of '$2' from the file: $1"; }

# Nothing can follow what wasn't loaded.
expect_exit 5 dunlin transfer follow --from app.db
expect_output "nothing was transferred into schema public"
expect_exit 0 dunlin transfer run --from app.db --yes

# What writers do is brought in rounds, and nothing is done where nothing changed.
lite "UPDATE people SET mail = NULL WHERE id = 1; UPDATE people SET mail = 'a@example.org' WHERE id = 2;
      DELETE FROM people WHERE id = 7; INSERT INTO people (name) VALUES ('Dan');
      DELETE FROM visits WHERE rowid = 1; INSERT INTO visits VALUES (14, 'new'); UPDATE pairs SET c = x'0102' WHERE b = 2"
expect_exit 0 dunlin transfer follow --from app.db --json
expect_json .outcome within_budget
expect_json '.rounds[0] | "\(.round) \(.deleted) \(.inserted) \(.rejected)"' "1 5 5 0"
expect_sql "SELECT string_agg(id || name || coalesce(mail, ''), ' ' ORDER BY id) FROM people" "1Ann 2Boba@example.org 8Dan"
expect_sql "SELECT string_agg(at || note, ' ' ORDER BY at, note) FROM visits" "10first 12 14new"
expect_exit 0 dunlin transfer follow --from app.db --rounds 2 --json
expect_json '[.rounds[] | .deleted + .inserted] | add' 0
expect_exit 0 dunlin transfer verify --from app.db
expect_exit 0 dunlin transfer return --from app.db
expect_output "Nothing to return"

# A column that comes stops everything.
lite "ALTER TABLE visits ADD COLUMN extra"
expect_exit 3 dunlin transfer follow --from app.db
expect_output "table visits was altered" "nothing of this round was stored"
lite "ALTER TABLE visits DROP COLUMN extra"

# A rehearsal switches nothing; an application that isn't well afterwards breaks the switch off.
file dunlin.toml <<'TOML'
[transfer]
switch_file = ".env"
health_command = "grep -q PG_IS_FINE state"
TOML
printf 'PORT=80\nDATABASE_URL="file:app.db"  # where the data is\n' >.env
cp .env .env.before
touch state
lite "INSERT INTO people (name) VALUES ('Eve')"
expect_exit 0 dunlin transfer switch --from app.db --dry-run --json
expect_json .outcome rehearsed
cmp .env .env.before || fail "the rehearsal changed .env"
expect_exit 1 dunlin transfer switch --from app.db
expect_output "the switch was broken off: health_command ended with exit code 1" "the application works on SQLite as before"
cmp .env .env.before || fail ".env isn't as it was"
lite "INSERT INTO people (name) VALUES ('Fay')"
expect_exit 0 dunlin transfer status --from app.db --json
expect_json .stage following

# Switched: the configuration, the sequences, and from now on every write is kept for the way back.
echo PG_IS_FINE >state
lite "INSERT INTO people (name) VALUES ('Gil'); DELETE FROM people WHERE name = 'Gil'"
expect_exit 0 dunlin transfer switch --from app.db --json
expect_json .outcome switched
grep -q '^DATABASE_URL="postgresql://.*"  # where the data is$' .env || fail "unexpected .env: $(cat .env)"
! grep -q app.db .env || fail ".env still names the file"
expect_sql "SELECT string_agg(name, ',' ORDER BY id) FROM people" "Ann,Bob,Dan,Eve,Fay"
expect_exit 0 dunlin transfer switch --from app.db
expect_output "Switched already"
expect_sql "INSERT INTO people (name) VALUES ('Hal') RETURNING id" 12
run_sql "UPDATE people SET mail = 'b@example.org' WHERE id = 2"
run_sql "DELETE FROM visits WHERE ctid = (SELECT ctid FROM visits WHERE note = 'first')"
run_sql "UPDATE pairs SET b = b + 10 WHERE a = 'x'"

# Who still writes to the file is named.
expect_exit 0 dunlin transfer follow --from app.db
expect_output "Nobody has written"
expect_exit 0 dunlin transfer status --from app.db --json
expect_json '.strays | length' 0
lite "UPDATE people SET name = 'Late' WHERE id = 1"
expect_exit 3 dunlin transfer follow --from app.db
expect_output "people: 1 row (id=1)"
expect_exit 0 dunlin transfer status --from app.db --json
expect_json '.strays[] | "\(.name) \(.rows) \(.keys[0])"' "people 1 id=1"
expect_exit 5 dunlin transfer return --from app.db
expect_output "people: 1 row (id=1)" "nothing was returned"

# Back: every write since the switch is in the file, the original is kept, writes to PostgreSQL are errors.
expect_exit 0 dunlin transfer return --from app.db --dry-run --yes
expect_output "Rehearsed"
# From the list of stray rows to the rename nobody can write to the file, however long the return has to wait.
session slow
tell slow "BEGIN; UPDATE people SET name = name WHERE id = 2"
start back transfer return --from app.db --yes --json --wait 10min
wait_until "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
expect_exit 5 sqlite3 app.db "DELETE FROM visits"
expect_output "database is locked"
expect_exit 0 sqlite3 app.db "SELECT count(*) FROM visits"
tell slow "COMMIT"
close_session slow
expect_end back 0
expect_json .outcome returned
expect_json '.strays[] | "\(.name) \(.keys[0])"' "people id=1"
cmp .env .env.before || fail ".env isn't as it was before the switch"
expect_lite "PRAGMA integrity_check" ok
expect_lite "PRAGMA journal_mode" wal
expect_lite "SELECT group_concat(name) FROM (SELECT name FROM people ORDER BY id)" "Ann,Bob,Dan,Eve,Fay,Hal"
expect_lite "SELECT mail FROM people WHERE id = 2" b@example.org
expect_lite "SELECT group_concat(at) FROM (SELECT at FROM visits ORDER BY at)" "12,14"
expect_lite "SELECT group_concat(a || b) FROM (SELECT * FROM pairs ORDER BY a, b)" "x11,x12,y1"
expect_lite "SELECT seq FROM sqlite_sequence WHERE name = 'people'" 12
[ "$(sqlite3 app.db.pre-return "SELECT name FROM people WHERE id = 1")" = Late ] || fail "the original isn't kept"
expect_exit 1 psql -X -q -v ON_ERROR_STOP=1 -c "DELETE FROM visits"
expect_output "in SQLite again"

# Who had the old file open all the while has written to the one that was kept.
sqlite3 app.db.pre-return "DELETE FROM visits WHERE note = ''"
expect_exit 0 dunlin transfer status --from app.db
expect_output "app.db.pre-return after the switch, and not in PostgreSQL: visits: 1 row" "people: 1 row (id=1)"
expect_exit 3 dunlin transfer return --from app.db
expect_output "visits: 1 row"

expect_exit 0 dunlin transfer finalize --from app.db --yes
expect_no_table dunlin.transfer_outbox
run_sql "DELETE FROM visits"
