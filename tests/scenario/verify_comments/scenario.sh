# Comments that files gave to tables, views and columns are compared with the database; what was taken away later, may not have
# been given, or was put together when it ran, isn't asked for.
file migrations/001_tables.sql <<'SQL'
CREATE TABLE accounts (id int PRIMARY KEY, email text, phone text);
CREATE VIEW everybody AS SELECT id FROM accounts;
COMMENT ON TABLE accounts IS 'a row is a person''s account';
COMMENT ON VIEW everybody IS 'ids';
COMMENT ON COLUMN accounts.email IS 'where letters go';
COMMENT ON COLUMN accounts.phone IS 'first';
COMMENT ON INDEX accounts_pkey IS 'not compared';
SQL
file migrations/002_changes.sql <<'SQL'
COMMENT ON COLUMN accounts.phone IS E'second\nline';
CREATE OR REPLACE VIEW everybody AS SELECT id, email FROM accounts;
CREATE TABLE copied (LIKE accounts INCLUDING COMMENTS);
CREATE TABLE bare (LIKE accounts);
CREATE TABLE parent (a int, at date) PARTITION BY RANGE (at);
COMMENT ON COLUMN parent.a IS 'a number';
CREATE TABLE part PARTITION OF parent FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE renamed (a int);
COMMENT ON TABLE renamed IS 'kept';
COMMENT ON COLUMN renamed.a IS 'kept too';
ALTER TABLE renamed RENAME TO "New name";
ALTER TABLE "New name" RENAME a TO b;
CREATE TABLE gone (a int, b int);
COMMENT ON TABLE gone IS 'x';
COMMENT ON COLUMN gone.a IS 'x';
COMMENT ON COLUMN gone.b IS 'x';
COMMENT ON TABLE gone IS NULL;
COMMENT ON COLUMN gone.a IS '';
ALTER TABLE gone DROP b, ADD b int;
DO $$ BEGIN IF false THEN COMMENT ON COLUMN gone.b IS 'perhaps'; COMMENT ON TABLE bare IS 'perhaps'; END IF; END $$;
SQL
migrate
expect_exit 0 dunlin verify
expect_output "column b of public.gone" "has no comment; under a condition in" "comment of public.bare" "0 failed, 2 skipped"

run_sql "COMMENT ON TABLE accounts IS NULL; COMMENT ON COLUMN accounts.email IS 'by hand'; COMMENT ON COLUMN copied.phone IS NULL;
  COMMENT ON VIEW everybody IS 'Ids'; COMMENT ON COLUMN \"New name\".b IS NULL; COMMENT ON TABLE gone IS 'by hand'"
expect_exit 1 dunlin verify --quiet
expect_output "comment of public.accounts" "has no comment; promised in migrations/001_tables.sql:3" \
  "column email of public.accounts" "has another comment; promised in migrations/001_tables.sql:5" \
  "comment of public.everybody" "has another comment; promised in migrations/001_tables.sql:4" \
  "column b of public.New name" "has no comment; promised in migrations/002_changes.sql:10"
expect_no_output "comment of public.gone" "comment of public.New" "public.part" "public.copied"  # what LIKE copied is nobody's word
expect_exit 1 dunlin verify --json
expect_json '[.checks[] | select(.state == "failed")] | length' 4

# Behind a comment that is put together when it runs, nothing is known.
file migrations/003_dynamic.sql <<'SQL'
DO $$ DECLARE t text; BEGIN
  FOR t IN SELECT 'accounts' LOOP EXECUTE format('COMMENT ON TABLE %I IS %L', t, 'at run time'); END LOOP;
END $$;
SQL
migrate
expect_exit 0 dunlin verify
