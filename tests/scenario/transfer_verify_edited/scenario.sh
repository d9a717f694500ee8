# What the transfer's own migrations changed after they made it, and what a later migration did, isn't taken for somebody's hand.
sqlite3 app.db "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT DEFAULT 'no one', d REAL DEFAULT 1.5, e TEXT DEFAULT 'e');
                CREATE TABLE b (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), s TEXT DEFAULT 'x');
                CREATE VIEW v6 AS SELECT id, name FROM users WHERE d > 1;
                CREATE VIEW v7 AS SELECT count(*) AS c FROM users;
                CREATE VIEW v8 AS SELECT id, d * 2 AS twice FROM users;
                CREATE VIEW v9 AS SELECT id FROM b;
                CREATE VIEW v10 AS SELECT user_id FROM b;
                CREATE TRIGGER tr AFTER INSERT ON b BEGIN UPDATE users SET d = 2 WHERE id = NEW.user_id; END;
                CREATE TRIGGER kept AFTER DELETE ON b BEGIN UPDATE users SET d = 3 WHERE id = OLD.user_id; END;
                INSERT INTO users (id) VALUES (1), (2); INSERT INTO b (id, user_id) VALUES (1, 1)"
expect_exit 0 dunlin transfer prepare --from app.db
# edit FILE: what comes behind the statements of a migration, before its rollback.
edit() {
  cat >more
  sed -i -e '/^-- dunlin:down/{
    e cat more
  }' "$1"
}
edit migrations/001_transfer_app_tables.sql <<'SQL'
ALTER TABLE users ALTER COLUMN name SET DEFAULT 'someone';
SQL
edit migrations/002_transfer_app_keys.sql <<'SQL'
ALTER TABLE b ALTER COLUMN s SET DEFAULT 'y';
SQL
edit migrations/003_transfer_app_logic.sql <<'SQL'
DROP VIEW v7;
ALTER VIEW v6 RENAME TO v66;
DROP TRIGGER tr ON b;
DROP FUNCTION tr();
CREATE SCHEMA reports;
CREATE VIEW reports.v AS SELECT 1 AS one;
CREATE FUNCTION reports.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW vs AS SELECT * FROM users;
SQL
expect_exit 0 dunlin transfer run --from app.db --yes
expect_exit 0 dunlin transfer verify --from app.db
expect_output "every row of the snapshot is in the target as the plan says" "another statement of the transfer's migrations" "users.name, b.s, view v6, view v7" "trigger tr ON b" "function tr"
expect_no_output reports "view vs" b.tr
expect_exit 0 dunlin transfer verify --from app.db --json
expect_json '[.problems[] | .rule + " " + .weight] | unique | join(",")' "definitions-not-compared note"

# What nobody's migration names is compared all the same.
changed() {  # CHANGE BACK EXPECTED...
  local change=$1 back=$2
  shift 2
  run_sql "$change"
  expect_exit 3 dunlin transfer verify --from app.db
  expect_output "$@" "somebody changed the target"
  run_sql "$back"
  expect_exit 0 dunlin transfer verify --from app.db
}
changed "ALTER TABLE users ALTER d SET DEFAULT 9" "ALTER TABLE users ALTER d SET DEFAULT 1.5" "users.d: its default or expression is"
changed "ALTER TABLE users ALTER e DROP DEFAULT" "ALTER TABLE users ALTER e SET DEFAULT 'e'" "users.e: its default or expression is none instead of 'e'"
view=$(sql "SELECT pg_get_viewdef('v8'::regclass)")
changed "CREATE OR REPLACE VIEW v8 AS SELECT id, d * 3 AS twice FROM users" "CREATE OR REPLACE VIEW v8 AS $view" "view v8: the view has another query"
changed "DROP VIEW v8" "CREATE VIEW v8 AS $view" "view v8: the view is missing"
trigger=$(sql "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'kept'")
changed "DROP TRIGGER kept ON b" "$trigger" "trigger kept ON b: the trigger is missing"

# A later migration adds a column, which a star of a view stands for when it is made now.
file migrations/004_extra.sql <<'SQL'
ALTER TABLE users ADD COLUMN extra int;
SQL
migrate
expect_exit 0 dunlin transfer verify --from app.db
expect_output "view vs: not compared" "star"

# What a later migration names isn't somebody's work: the difference is a note with its version.
file migrations/005_more.sql <<'SQL'
ALTER TABLE users ALTER COLUMN d SET DEFAULT 7;
ALTER TABLE users ALTER COLUMN e DROP DEFAULT;
CREATE OR REPLACE VIEW v8 AS SELECT id, d * 4 AS twice FROM users;
DROP VIEW public.v9;
DO $$ BEGIN PERFORM count(*) FROM v66; END $$;
ALTER TABLE b DISABLE TRIGGER kept;
SQL
expect_exit 0 dunlin migrate --yes
expect_exit 0 dunlin transfer verify --from app.db
expect_output "users.d: its default" "users.e: its default" "view v8: the view has another query" "view v9: the view is missing" "trigger kept ON b: the trigger is disabled" "migration 005_more, applied after the transfer's, may have done that"
expect_no_output "its default is missing" "somebody changed"
run_sql "ALTER TABLE b ALTER user_id SET DEFAULT 5"
expect_exit 3 dunlin transfer verify --from app.db
expect_output "b.user_id: its default or expression is 5 instead of none" "somebody changed"

# What a DO block did isn't known. The migrations of another transfer are about another schema.
sqlite3 other.db "CREATE TABLE c (id INTEGER PRIMARY KEY, n INTEGER DEFAULT 1); INSERT INTO c VALUES (1, 1);
                  CREATE VIEW v10 AS SELECT n FROM c"
run_sql "CREATE SCHEMA other"
expect_exit 0 dunlin transfer prepare --from other.db --schema other
edit migrations/*_transfer_other_tables.sql <<'SQL'
DO $$ BEGIN EXECUTE 'ALTER TABLE c ALTER COLUMN n SET DEFAULT 2'; END $$;
SQL
expect_exit 0 dunlin transfer run --from other.db --schema other --yes
expect_exit 0 dunlin transfer verify --from other.db --schema other
expect_output "c: not compared"
run_sql "DROP VIEW public.v10"
expect_exit 3 dunlin transfer verify --from app.db --json
expect_json '[.problems[] | select(.object == "view v10") | .weight] | join(",")' refused
