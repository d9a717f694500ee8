# What somebody changed in the target's definitions is found by verify, one by one; and the end says what was left out.
sqlite3 app.db "CREATE TABLE a (id INTEGER PRIMARY KEY, n TEXT NOT NULL DEFAULT 'it''s', d REAL DEFAULT 1.5, t TEXT DEFAULT CURRENT_TIMESTAMP,
                                g INTEGER GENERATED ALWAYS AS (id * 2) STORED);
                CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id), s TEXT CHECK (s IN ('x', 'y')) DEFAULT 'x');
                CREATE VIEW v AS SELECT id, n FROM a WHERE d > 1;
                CREATE VIEW w AS SELECT count(*) AS c FROM v;
                CREATE TRIGGER tr AFTER INSERT ON b BEGIN UPDATE a SET d = 2 WHERE id = NEW.a_id; END;
                INSERT INTO a (id, n) VALUES (1, 'one'), (2, 'two'); INSERT INTO b (id, a_id) VALUES (1, 1), (2, 2)"
file dunlin.toml <<'TOML'
[transfer]
enums = true
TOML

expect_exit 5 dunlin transfer verify --from app.db
expect_output "nothing was transferred into schema public" "next:"
expect_exit 0 dunlin transfer run --from app.db --yes
expect_exit 0 dunlin transfer verify --from app.db
expect_output "every row of the snapshot is in the target as the plan says"
expect_exit 0 dunlin transfer verify --from app.db --json
expect_json '.problems | length' 0

# changed WHAT BACK EXPECTED...: verify says so, and nothing any more when it is as it was.
changed() {
  local change=$1 back=$2
  shift 2
  run_sql "$change"
  expect_exit 3 dunlin transfer verify --from app.db
  expect_output "$@" different
  run_sql "$back"
  expect_exit 0 dunlin transfer verify --from app.db --json
  expect_json '.problems | length' 0
}
changed "ALTER TABLE a ALTER d SET DEFAULT 9" "ALTER TABLE a ALTER d SET DEFAULT 1.5" "a.d: its default or expression is"  "instead of"
changed "ALTER TABLE a ALTER t DROP DEFAULT" "ALTER TABLE a ALTER t SET DEFAULT $(sql "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'a'::regclass AND adnum = 4")" "a.t"
run_sql "ALTER TABLE a ALTER n DROP DEFAULT"
expect_exit 3 dunlin transfer verify --from app.db --json
expect_json '[.problems[].object] | join(",")' a.n
run_sql "ALTER TABLE a ALTER n SET DEFAULT 'it''s'"
view=$(sql "SELECT pg_get_viewdef('v'::regclass)")
changed "CREATE OR REPLACE VIEW v AS SELECT id, n FROM a WHERE false" "CREATE OR REPLACE VIEW v AS $view" "view v: the view has another query"
over=$(sql "SELECT pg_get_viewdef('w'::regclass)")
changed "DROP VIEW w" "CREATE VIEW w AS $over" "view w: the view is missing"
trigger=$(sql "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = 'b'::regclass")
changed "DROP TRIGGER tr ON b" "$trigger" "trigger tr ON b: the trigger is missing"
changed "ALTER TABLE b DISABLE TRIGGER tr" "ALTER TABLE b ENABLE TRIGGER tr" "trigger tr ON b: the trigger is disabled"
changed "ALTER TABLE b DISABLE TRIGGER ALL" "ALTER TABLE b ENABLE TRIGGER ALL" "b: its foreign keys aren't enforced" "trigger tr ON b"
changed "CREATE RULE nothing AS ON DELETE TO a DO INSTEAD NOTHING" "DROP RULE nothing ON a" "a: the rule nothing changes what statements do to it" "DROP RULE"
name=$(sql "SELECT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgname = 'tr'")
body=$(sql "SELECT pg_get_functiondef('$name'::regproc)")
changed "CREATE OR REPLACE FUNCTION $name() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'" "$body" "function $name: the function has another body"

# Verifying leaves nothing behind, and a role that may make no temporary objects hears what wasn't compared.
remember_catalog
expect_exit 0 dunlin transfer verify --from app.db
expect_same_catalog
run_sql "REVOKE TEMPORARY ON DATABASE \"$PGDATABASE\" FROM PUBLIC"
run_sql "CREATE ROLE verifier LOGIN"
run_sql "GRANT USAGE ON SCHEMA dunlin TO verifier; GRANT SELECT ON ALL TABLES IN SCHEMA public, dunlin TO verifier; GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO verifier"
expect_exit 0 dunlin transfer verify --from app.db --db-url "$(url_of verifier)"
expect_output "definitions-not-compared" "permission denied"
run_sql "DROP OWNED BY verifier"; run_sql "DROP ROLE verifier"

# A table or a column that is gone is a difference, not an error; the others are compared all the same.
run_sql "ALTER TABLE b DROP COLUMN s"
expect_exit 3 dunlin transfer verify --from app.db
expect_output "b.s: the column is missing" "equal" "different"
run_sql "DROP TABLE b CASCADE"
expect_exit 3 dunlin transfer verify --from app.db --json
expect_json '[.tables[] | .name + " " + .state] | join(",")' "a equal,b different"
run_sql "UPDATE a SET n = 'other' WHERE id = 1"
expect_exit 3 dunlin transfer verify --from app.db
expect_output "n is one in the source and other in the target" "b: the table is missing"

# Rows that a policy left out are counted at the end.
sqlite3 part.db "CREATE TABLE c (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO c VALUES (1, 1), (2, 2), (3, 3), (4, 'four'), (5, 'five')"
file dunlin.toml <<'TOML'
[[transfer.column]]
match = "c.n"
to = "bigint"
misfit = "reject"
TOML
run_sql "CREATE SCHEMA part"
expect_exit 3 dunlin transfer run --from part.db --schema part --yes
expect_output "rejects_<source>.ndjson" "rejects_part.ndjson"
[ -f database/reports/rejects_part.ndjson ] || fail "no file of rejects"
expect_exit 0 dunlin transfer verify --from part.db --schema part
expect_output "2 rows were REJECTED by policy"
expect_no_output "every row of the snapshot" "changed by policy"

sqlite3 null.db "CREATE TABLE c (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO c VALUES (1, 1), (2, 'two')"
sed -i 's/"reject"/"null"/' dunlin.toml
run_sql 'CREATE SCHEMA "null"'
expect_exit 0 dunlin transfer run --from null.db --schema null --yes
expect_exit 0 dunlin transfer verify --from null.db --schema null
expect_output "as the plan says, but 1 value was changed by policy"
expect_no_output "REJECTED"
sed -i 's/"null"/"reject"/' dunlin.toml

# Without what the project keeps there is nothing to compare with.
mv .dunlin kept
expect_exit 5 dunlin transfer verify --from part.db --schema part
expect_output "plan.json isn't there" "next:"
rm -rf .dunlin; mv kept .dunlin
expect_exit 0 dunlin transfer return --from part.db --schema part --drop --yes
expect_exit 5 dunlin transfer verify --from part.db --schema part
expect_output "has ended" "dunlin transfer prepare begins a new one"
