# The whole of a load through the program: rows that fit and rows that don't, keys, comparing, what was changed behind its back.
file source.sql <<'END'
CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, mail TEXT UNIQUE, boss INTEGER REFERENCES people (id));
CREATE TABLE visits (at INTEGER, person INTEGER NOT NULL REFERENCES people (id), note TEXT);
CREATE TABLE pairs (a TEXT, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE empty (id INTEGER PRIMARY KEY, x REAL);
INSERT INTO people VALUES (1, 'Ann', 'a@example.org', NULL), (2, 'Bob', NULL, 1), (7, 'Cem', 'c@example.org', 2);
INSERT INTO visits VALUES (10, 1, 'first'), ('soon', 1, 'x'), (12, 7, ''), (x'00ff', 2, NULL), (14, 2, NULL);
INSERT INTO pairs VALUES ('x', 1), ('x', 2), ('y', 1);
CREATE INDEX visits_person ON visits (person, at DESC);
END
sqlite3 app.db <source.sql
before=$(sha256sum app.db)

# What doesn't fit is refused until somebody says what to do; nothing is in the target then.
expect_exit 3 dunlin transfer run --from app.db --yes
expect_output "visits.at" "refused"
grep -q 'refused, after .*: .*-in-bigint-column visits.at.* Settle that' "$captured/all" || fail "the end doesn't name what was refused"
expect_no_table public.people

file dunlin.toml <<'END'
[[transfer.column]]
match = "visits.at"
to = "bigint"
misfit = "reject"
END
expect_exit 3 dunlin transfer run --from app.db --yes
expect_output "REJECTED"
expect_sql "SELECT count(*) FROM people" 3
expect_sql "SELECT string_agg(note, ',' ORDER BY at) FROM visits WHERE note IS NOT NULL" "first,"
expect_sql "SELECT count(*) FROM visits" 3
expect_sql "SELECT count(*) FROM pairs" 3
expect_sql "SELECT count(*) FROM empty" 0
expect_sql "SELECT to_regnamespace('dunlin_load_public') IS NULL" t
expect_sql "INSERT INTO people (name) VALUES ('Dan') RETURNING id" 8
run_sql "DELETE FROM people WHERE id = 8"
[ "$(sha256sum app.db)" = "$before" ] || fail "the source has changed"

# Rejects name the row, the column and the bytes.
rejects=$(ls database/reports/rejects_app.ndjson) || fail "no file of rejects"
[ "$(wc -l <"$rejects")" = 2 ] || fail "not two rejects"
[ "$(jq -r 'select(.storage == "text") | [.table, .key, .column, .value, .taken] | join(" ")' "$rejects")" = "visits rowid=2 at 736f6f6e reject" ] ||
  fail "the reject isn't described: $(cat "$rejects")"

# The schema is three ordinary migrations in the ledger.
expect_exit 0 dunlin status --check
expect_exit 0 dunlin log --verify

expect_exit 0 dunlin transfer verify --from app.db --json
expect_json .state converted
expect_json '.tables[] | select(.name == "visits") | "\(.rows_source) \(.rows_target) \(.rejected) \(.state)"' "5 3 2 converted"
expect_json '.tables[] | select(.name == "people") | .state' equal

expect_exit 0 dunlin transfer status --from app.db --json
expect_json .stage moved
expect_json .rejected 2
cp app.db other.db
expect_exit 0 dunlin transfer status --from other.db
expect_output "other.db is in schema public: this is the transfer of another file" "app.db into schema public"
rm other.db

# Again: nothing happens, and the verdict is the same.
expect_exit 3 dunlin transfer run --from app.db --yes
expect_output "nothing to do"
expect_sql "SELECT count(*) FROM people" 3

# What is changed behind our back is shown by its key.
run_sql "UPDATE people SET name = 'Bobby' WHERE id = 2"
run_sql "DELETE FROM pairs WHERE b = 2"
run_sql "INSERT INTO visits VALUES (10, 1, 'first')"
expect_exit 3 dunlin transfer verify --from app.db
expect_output "id=2: name is Bob in the source and Bobby in the target" "a=x,b=2: missing in the target" "not in the source: at=10"
expect_exit 3 dunlin transfer verify --from app.db --json
expect_json .state different
expect_json '.tables[] | select(.name == "empty") | .state' equal
