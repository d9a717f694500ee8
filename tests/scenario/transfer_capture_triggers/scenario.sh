# --capture triggers: the source gets a change log and triggers, only when somebody agrees; every kind of write is brought over; they are
# gone after the switch, and when they aren't wanted any more.
file source.sql <<'SQL'
PRAGMA journal_mode = WAL;
CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, mail TEXT UNIQUE, boss INTEGER);
CREATE TABLE visits (at INTEGER, note TEXT, place TEXT NOT NULL DEFAULT 'home' UNIQUE);
CREATE TABLE pairs (a TEXT, b INTEGER, c BLOB, d TEXT COLLATE NOCASE UNIQUE, PRIMARY KEY (a, b)) WITHOUT ROWID;
INSERT INTO people VALUES (1, 'Ann', 'a@example.org', NULL), (2, 'Bob', NULL, 1), (7, 'Cem', 'c@example.org', 2);
INSERT INTO visits VALUES (10, 'first', 'p1'), (10, 'first', 'p2'), (12, '', 'home');
INSERT INTO pairs VALUES ('x', 1, x'00', 'One'), ('x', 2, NULL, 'Two'), ('y', 1, x'ff', 'Three');
SQL
sqlite3 app.db <source.sql >/dev/null
lite() { sqlite3 -cmd '.timeout 60000' app.db "$1"; }
ours() { lite "SELECT count(*) FROM sqlite_master WHERE name LIKE 'dunlin%'"; }
captured() { dunlin transfer "$1" --from app.db --capture triggers "${@:2}"; }
printf 'DATABASE_URL="file:app.db"\n' >.env
file dunlin.toml <<'TOML'
[transfer]
switch_file = ".env"
TOML
expect_exit 0 dunlin transfer run --from app.db --yes

# Nothing is put into the source without a yes.
expect_exit 5 captured follow
expect_output "CHANGES THE SOURCE" "the source was not changed"
[ "$(ours)" = 0 ] || fail "the source was changed"

# The first round compares pages, and brings what came before the triggers; from then on keys are logged.
lite "UPDATE people SET name = 'Anna' WHERE id = 1"
expect_exit 0 captured follow --yes
[ "$(ours)" = 16 ] || fail "the source has $(ours) objects of ours"
expect_sql "SELECT name FROM people WHERE id = 1" Anna

# REPLACE takes rows away that no delete trigger sees: by a unique value, by a default that NULL becomes, by a collation.
lite "INSERT OR REPLACE INTO people (id, name, mail) VALUES (20, 'Cora', 'c@example.org');
      UPDATE OR REPLACE people SET mail = 'a@example.org' WHERE id = 2;
      INSERT OR REPLACE INTO visits VALUES (13, 'again', NULL), (14, 'over', 'p1');
      REPLACE INTO pairs VALUES ('z', 5, x'05', 'TWO');
      UPDATE pairs SET a = 'yy', b = 9 WHERE a = 'y'; UPDATE people SET id = 30 WHERE id = 20;
      INSERT INTO people (name) VALUES ('Gone'); DELETE FROM people WHERE name = 'Gone'; UPDATE visits SET rowid = 99 WHERE at = 10"
expect_exit 0 captured follow --yes --json
expect_json '.rounds[0] | "\(.pages) \(.logged_keys > 8)"' "0 true"
expect_sql "SELECT string_agg(id || name || coalesce(mail, ''), ' ' ORDER BY id) FROM people" "2Boba@example.org 30Corac@example.org"
expect_sql "SELECT string_agg(at || note || place, ' ' ORDER BY at) FROM visits" "10firstp2 13againhome 14overp1"
expect_sql "SELECT string_agg(a || b || d, ' ' ORDER BY a) FROM pairs" "x1One yy9Three z5TWO"
expect_exit 0 dunlin transfer verify --from app.db

# All rows of a table, and rows that come back as they were.
lite "DELETE FROM visits; INSERT INTO visits VALUES (13, 'again', 'home'), (1, NULL, 'p9'); BEGIN; DELETE FROM pairs; ROLLBACK"
expect_exit 0 captured follow --yes
expect_sql "SELECT string_agg(at || place, ' ' ORDER BY at) FROM visits" "1p9 13home"

# VACUUM may change rowids: pages are compared once more. So they are after an index, and another table is refused.
lite "UPDATE visits SET note = 'v' WHERE at = 1; VACUUM; UPDATE visits SET note = 'w' WHERE at = 13"
expect_exit 0 captured follow --yes --json
expect_json '.rounds[0].pages > 0' true
expect_sql "SELECT string_agg(note, ' ' ORDER BY at) FROM visits" "v w"
lite "CREATE INDEX visits_note ON visits (note); INSERT INTO visits VALUES (2, 'x', 'p10')"
expect_exit 0 captured follow --yes
expect_sql "SELECT count(*) FROM visits" 3
lite "DROP INDEX visits_note; CREATE TABLE extra (x)"
expect_exit 3 captured follow --yes
expect_output "table extra is new" "nothing of this round was stored"
lite "DROP TABLE extra"
expect_exit 0 captured follow --yes

# Killed at every point of a round by triggers.
for at in follow_copied follow_applied follow_committed; do
  lite "INSERT INTO people (name) VALUES ('$at'); UPDATE pairs SET c = x'0102' WHERE a = 'x'; INSERT OR REPLACE INTO visits VALUES (3, '$at', 'p9')"
  DUNLIN_KILL_AT=$at expect_exit 137 captured follow --yes
  expect_exit 0 captured follow --yes
  expect_sql "SELECT count(*) FROM people WHERE name = '$at'" 1
  expect_sql "SELECT count(*) FROM visits WHERE note = '$at'" 1
done
expect_exit 0 dunlin transfer verify --from app.db

# Without --capture they are taken out, and pages are compared again.
lite "INSERT INTO people (name) VALUES ('Hal')"
expect_exit 0 dunlin transfer follow --from app.db
expect_output "are out of"
[ "$(ours)" = 0 ] || fail "the source still has $(ours) objects of ours"
expect_sql "SELECT count(*) FROM people WHERE name = 'Hal'" 1

# The switch takes them out, and the way back has none.
expect_exit 0 captured switch --dry-run --yes
lite "INSERT INTO people (name) VALUES ('Ida'); DELETE FROM visits WHERE at = 1"
expect_exit 0 captured switch --yes
expect_output "Switched" "are out of"
[ "$(ours)" = 0 ] || fail "the source still has $(ours) objects of ours after the switch"
expect_sql "SELECT count(*) FROM people WHERE name = 'Ida'" 1
expect_sql "INSERT INTO people (name) VALUES ('Jon') RETURNING id > 30" t
expect_exit 0 dunlin transfer return --from app.db --yes
[ "$(ours)" = 0 ] || fail "the file that came back has $(ours) objects of ours"
[ "$(lite "SELECT count(*) FROM people WHERE name IN ('Ida', 'Jon')")" = 2 ] || fail "rows are missing after the return"
[ "$(lite "PRAGMA integrity_check")" = ok ] || fail "the file that came back is damaged"
