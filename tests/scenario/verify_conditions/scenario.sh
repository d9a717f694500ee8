# What a DO block or a function makes under a condition is asked for, but fails nobody when it isn't there.
run_sql 'DROP ROLE IF EXISTS condition_reader; CREATE ROLE condition_reader'
file migrations/001_conditions.sql <<'SQL'
CREATE TABLE sure (id int PRIMARY KEY);
CREATE SCHEMA auth;
DO $$ BEGIN IF false THEN CREATE TABLE in_if (id int); END IF; END $$;
DO $$ BEGIN IF true THEN RETURN; END IF; CREATE TABLE behind_return (id int); END $$;
DO $$ BEGIN FOR i IN 1..0 LOOP CREATE TABLE in_loop (id int); END LOOP; END $$;
DO $$ BEGIN CREATE TABLE undone (id int); RAISE division_by_zero; EXCEPTION WHEN division_by_zero THEN NULL; END $$;
DO $$ <<outer_block>> BEGIN IF true THEN EXIT outer_block; END IF; CREATE TABLE behind_exit (id int); END $$;
DO $$ BEGIN
  IF to_regclass('sure') IS NOT NULL THEN RETURN; END IF;
  CREATE FUNCTION auth.uid() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
  GRANT USAGE ON SCHEMA auth TO condition_reader;
  ALTER TABLE sure ADD COLUMN perhaps int, ENABLE ROW LEVEL SECURITY;
  CREATE INDEX sure_perhaps ON sure (id);
  CREATE POLICY perhaps ON sure USING (true);
END $$;
CREATE FUNCTION make_perhaps() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE by_rows (id int); END $$;
SELECT make_perhaps() FROM sure;
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_class WHERE relname = 'guarded') THEN CREATE TABLE guarded (id int); END IF; END $$;
DO $$ BEGIN IF to_regclass('public.sure_named') IS NULL THEN CREATE INDEX sure_named ON sure (id); END IF; END $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'sure_positive') THEN
    ALTER TABLE sure ADD CONSTRAINT sure_positive CHECK (id > 0);
  END IF;
END $$;
DO $$ BEGIN CREATE TABLE in_block (id int); IF true THEN CREATE TABLE in_true (id int); END IF; END $$;
SQL
migrate
expect_exit 0 dunlin verify
expect_output "ok       table public.sure" "ok       table public.in_block" "ok       table public.in_true" "skipped  table public.in_if" \
  "missing; made under a condition in migrations/001_conditions.sql:3" "skipped  table public.behind_return" "skipped  table public.in_loop" \
  "skipped  table public.undone" "skipped  table public.behind_exit" "skipped  function auth.uid()" "skipped  column perhaps of public.sure" \
  "skipped  USAGE on schema auth to condition_reader" "granted under a condition in migrations/001_conditions.sql:11" \
  "skipped  row security of public.sure" "skipped  index public.sure_perhaps" "skipped  policy perhaps of public.sure" \
  "skipped  table public.by_rows" "ok       columns of public.sure" " 0 failed"

# What a statement asks for that has run for sure is promised, whoever may have made it.
run_sql 'CREATE TABLE in_if (id int); CREATE TABLE in_loop (id int)'
file migrations/002_sure.sql <<'SQL'
CREATE TABLE IF NOT EXISTS in_if (id int);
DO $$ BEGIN IF false THEN ALTER TABLE in_block RENAME COLUMN id TO new_id; END IF; END $$;
SQL
migrate
expect_exit 0 dunlin verify
expect_output "ok       table public.in_if" "ok       table public.in_loop" "skipped  column new_id of public.in_block"
run_sql 'DROP TABLE in_if, in_true, in_block'
expect_exit 1 dunlin verify --quiet
expect_output "failed   table public.in_if" "skipped  table public.in_true" "failed   table public.in_block" "2 failed"

# What an IF has looked for and a statement below it makes is there behind the IF in any case.
run_sql 'CREATE TABLE in_if (id int); CREATE TABLE in_block (id int)'
expect_exit 0 dunlin verify --quiet
run_sql 'DROP TABLE guarded; DROP INDEX sure_named; ALTER TABLE sure DROP CONSTRAINT sure_positive'
expect_exit 1 dunlin verify --quiet
expect_output "failed   table public.guarded" "failed   index public.sure_named on public.sure" "failed   constraint sure_positive of public.sure" "3 failed"
run_sql 'DROP ROLE condition_reader'
