# What changes on either side while a transfer goes on, beside rows: it is named, with the state of things and what to do.
source_file() {
  rm -rf app.db* .dunlin migrations
  sqlite3 app.db "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE visits (at INTEGER, note TEXT);
    CREATE INDEX visits_at ON visits (at); CREATE VIEW named AS SELECT * FROM people WHERE name IS NOT NULL;
    INSERT INTO people VALUES (1, 'Ann'); INSERT INTO visits VALUES (1, 'x')"
}
lite() { sqlite3 app.db "$1"; }
source_file
expect_exit 0 dunlin transfer health --from app.db --json
expect_json .stage null
expect_exit 0 dunlin transfer run --from app.db --yes

# Indexes, triggers and views of the source don't follow: the round that meets them says so.
lite "CREATE UNIQUE INDEX one_name ON people (name); DROP INDEX visits_at; INSERT INTO people VALUES (2, 'Bob')
  ; CREATE TRIGGER tell AFTER INSERT ON visits BEGIN UPDATE people SET name = name; END; DROP VIEW named; CREATE VIEW named AS SELECT id FROM people"
expect_exit 0 dunlin transfer follow --from app.db
expect_output "index one_name is new in the source, and isn't in PostgreSQL" "index visits_at is gone from the source" \
  "trigger tell is new" "view named was changed" "write that as a migration"
expect_exit 0 dunlin transfer follow --from app.db --json
expect_json '[.rounds[].objects[]] | length' 0

# Ctrl-C between two rounds is the end that was asked for.
lite "INSERT INTO visits VALUES (9, 'in a round')"
start follow transfer follow --from app.db --every 1h --json
wait_until "SELECT count(*) = 1 FROM visits WHERE at = 9"
kill -INT "${started[follow]}"
expect_end follow 0
expect_json .outcome interrupted

# Tables of the target that somebody altered.
run_sql "ALTER TABLE visits RENAME TO visitors; ALTER TABLE people RENAME COLUMN name TO called CASCADE" 2>/dev/null ||
  run_sql "ALTER TABLE visits RENAME TO visitors; ALTER TABLE people RENAME COLUMN name TO called"
lite "INSERT INTO people VALUES (3, 'Cem'); INSERT INTO visits VALUES (2, 'y')"
expect_exit 5 dunlin transfer follow --from app.db
expect_output "the target's tables were altered" "table visits isn't there" "people.name isn't there" "nothing of this round was stored"
expect_exit 5 dunlin transfer switch --from app.db
expect_output "people.called is new" "the application works on SQLite as before"
expect_sql "SELECT stage FROM dunlin.transfer" following
run_sql "ALTER TABLE visitors RENAME TO visits; ALTER TABLE people RENAME COLUMN called TO name"
expect_exit 0 dunlin transfer follow --from app.db

# Rows that somebody wrote to PostgreSQL, under a key that the source uses too.
run_sql "INSERT INTO people VALUES (4, 'mine')"
lite "INSERT INTO people VALUES (4, 'theirs')"
expect_exit 3 dunlin transfer follow --from app.db
expect_output "dunlin transfer verify lists those rows"
run_sql "DELETE FROM people WHERE id = 4"

# A key that two sections of a TOML file have isn't guessed.
printf '[cache]\nurl = "redis://c"\n[database]\nurl = "file:app.db"\n[mail]\nurl = "smtp://m"\n' >config.toml
file dunlin.toml <<'TOML'
[transfer]
switch_file = "config.toml"
switch_key = "url"
TOML
expect_exit 2 dunlin transfer switch --from app.db
expect_output "config.toml sets url 3 times" 'switch_key = "section.url"'
sed -i 's/"url"/"database.url"/' dunlin.toml

# After the switch: a file that is gone or isn't one any more isn't "nobody wrote".
expect_exit 0 dunlin transfer switch --from app.db --yes
grep -A1 database config.toml | grep -q '^url = "postgresql://' || fail "not switched: $(cat config.toml)"
[ "$(grep -c 'redis://c\|smtp://m' config.toml)" = 2 ] || fail "another section changed: $(cat config.toml)"
run_sql "INSERT INTO people VALUES (5, 'Eve')"
expect_exit 3 dunlin transfer verify --from app.db
expect_output "what it wrote there differs from the snapshot"
lite "INSERT INTO people VALUES (9, 'Late')"
expect_exit 3 dunlin transfer follow --from app.db
expect_output "people: 1 row (id=9)"
lite "ALTER TABLE visits ADD COLUMN extra"
expect_exit 3 dunlin transfer follow --from app.db
expect_output "table visits was altered" "rows weren't compared: look into the file"
mv app.db away.db
expect_exit 5 dunlin transfer follow --from app.db
expect_output "there is no SQLite file to look at"
expect_no_output "Nobody has written"
echo "no database at all" >app.db
expect_exit 5 dunlin transfer return --from app.db --yes
expect_output "as it was at the switch it is in" "nothing was changed"
expect_exit 0 dunlin transfer finalize --from app.db --yes
expect_output "can't be told"

# What has ended has ended.
for verb in return switch follow finalize; do
  expect_exit 5 dunlin transfer $verb --from app.db --yes
  expect_output "has ended (by finalize, or return --drop)"
done
expect_exit 0 dunlin transfer status --from app.db
expect_output "has ended"
mv away.db app.db
expect_exit 0 dunlin transfer health --from app.db --json
expect_json .stage finalized
expect_exit 6 dunlin transfer health --from app.db --db-url "host=$PGHOST port=5432 user=postgres dbname=nowhere"
expect_output "how far it has come isn't known"
expect_no_output "not begun"

# A difference that a later migration has made is told as that.
run_sql "DROP TABLE people, visits CASCADE; DROP SCHEMA dunlin CASCADE"
source_file
expect_exit 0 dunlin transfer run --from app.db --yes
file migrations/004_leaner.sql <<'SQL'
DROP INDEX visits_at;
-- dunlin:down
CREATE INDEX visits_at ON visits (at);
SQL
expect_exit 0 dunlin migrate
expect_exit 0 dunlin transfer verify --from app.db
expect_output "index visits_at" "migration 004_leaner, applied after the transfer's"
run_sql "ALTER TABLE people DROP CONSTRAINT people_pkey"
expect_exit 3 dunlin transfer verify --from app.db
expect_output "the primary key is missing"
