# Scripts without a version, run from a folder of their own: status and verify know them, and repair forgets them by name.
file migrations/001_base.sql <<'SQL'
CREATE TABLE base (id int PRIMARY KEY);
SQL
file migrations/R__views.sql <<'SQL'
CREATE OR REPLACE VIEW base_ids AS SELECT id FROM base;
SQL
file scripts/production-deployment.sql <<'SQL'
-- Migration: production_deployment
CREATE TABLE IF NOT EXISTS security_alerts (id int PRIMARY KEY);
CREATE OR REPLACE FUNCTION check_rate(calls int) RETURNS boolean LANGUAGE sql AS 'SELECT calls < 3';
SQL
migrate
migrate --file scripts/production-deployment.sql
state_of() {  # NAME STATE
  expect_exit "${3:-0}" dunlin status --json ${3:+--check}
  expect_json ".migrations[] | select(.name == \"$1\") | .state" "$2"
}
expect_exit 0 dunlin status --check
expect_output "production-deployment (scripts/production-deployment.sql)" "3 applied, 0 pending"
expect_exit 0 dunlin verify
expect_output "ok       table public.security_alerts" "ok       function public.check_rate(integer)"
expect_exit 0 dunlin log
expect_output "repeatable R__production-deployment"
expect_no_output "repeatable _"

# What was dropped by hand is missed.
run_sql 'DROP TABLE security_alerts; DROP FUNCTION check_rate'
expect_exit 1 dunlin verify --quiet
expect_output "failed   table public.security_alerts" "failed   function public.check_rate(integer)" "2 failed"
migrate --file scripts/production-deployment.sql
expect_output "nothing to do: R__production-deployment has run here" "dunlin repair --forget production-deployment"

# Taken back by hand: forgotten by name, it runs again.
expect_exit 2 dunlin repair --forget no-such-script --reason "x"
expect_output "no-such-script"
expect_exit 0 dunlin repair --forget production-deployment --reason "taken back by hand"
expect_exit 2 dunlin repair --forget production-deployment --reason "twice"
expect_exit 0 dunlin status
expect_no_output production-deployment
expect_exit 0 dunlin verify
expect_no_output security_alerts
expect_exit 0 dunlin log --output history.md
grep -q 'R__production-deployment.*forgotten' history.md || fail "the history document doesn't say that it is forgotten"
migrate --file scripts/production-deployment.sql
expect_table security_alerts
expect_exit 0 dunlin repair --forget scripts/production-deployment.sql --reason "by its file"
migrate --file scripts/production-deployment.sql
expect_exit 0 dunlin repair --forget R__production-deployment --reason "as status and log name it"
migrate --file scripts/production-deployment.sql
expect_exit 0 dunlin log --verify

# Edited since: another run is due, and what it promised isn't known from it.
echo "-- another comment" >>scripts/production-deployment.sql
state_of production-deployment pending 3
expect_exit 0 dunlin status
expect_output "dunlin migrate --file scripts/production-deployment.sql"
expect_exit 0 dunlin verify
expect_output "skipped  R__production-deployment" "its file was edited since it ran"
migrate
expect_output "nothing to do"
migrate --file scripts/production-deployment.sql

# Gone, from the project's folders: missing, and the journal has what it promised. It bars nobody.
mv scripts/production-deployment.sql migrations/R__views.sql ..
state_of production-deployment missing 3
state_of views missing 3
expect_exit 0 dunlin status
expect_output "dunlin repair --restore"
migrate
expect_exit 0 dunlin verify
expect_output "ok       table public.security_alerts" "ok       view public.base_ids"
run_sql 'DROP VIEW base_ids'
expect_exit 1 dunlin verify --quiet
expect_output "failed   view public.base_ids" "1 failed"
expect_exit 0 dunlin repair --restore views
grep -q base_ids migrations/R__views.sql || fail "the view isn't in the restored file"
expect_exit 0 dunlin repair --restore production-deployment
grep -q security_alerts scripts/production-deployment.sql || fail "the table isn't in the restored file"
rm scripts/production-deployment.sql
expect_exit 0 dunlin repair --forget production-deployment --reason "not ours any more"
migrate
expect_exit 0 dunlin status --check

# A file that no folder of the project holds isn't missed there; what it promised is asked for.
mkdir -p "$SCENARIO_BASE/hotfixes.$$"
echo 'CREATE TABLE hotfix (id int); COPY hotfix FROM stdin;' >"$SCENARIO_BASE/hotfixes.$$/hotfix.sql"
printf '1\n2\n\\.\nCREATE INDEX hotfix_id ON hotfix (id);\n' >>"$SCENARIO_BASE/hotfixes.$$/hotfix.sql"
migrate --file "$SCENARIO_BASE/hotfixes.$$/hotfix.sql"
expect_sql "SELECT count(*) FROM hotfix" 2
rm -r "$SCENARIO_BASE/hotfixes.$$"
state_of hotfix applied 0
expect_exit 0 dunlin verify
expect_output "ok       table public.hotfix" "ok       index public.hotfix_id"
run_sql 'DROP TABLE hotfix'
expect_exit 1 dunlin verify --quiet
expect_output "failed   table public.hotfix"
expect_exit 0 dunlin repair --forget hotfix --reason "not needed"

# One that isn't a script any more was edited; where there is a folder now, the file is gone. Neither stops the others.
mkdir -p "$SCENARIO_BASE/hotfixes.$$"
echo 'CREATE TABLE hotfix (id int);' >"$SCENARIO_BASE/hotfixes.$$/hotfix.sql"
migrate --file "$SCENARIO_BASE/hotfixes.$$/hotfix.sql"
printf '\377\376S\0E\0L\0' >"$SCENARIO_BASE/hotfixes.$$/hotfix.sql"
state_of hotfix pending 3
expect_exit 0 dunlin status
expect_output "dunlin migrate --file $SCENARIO_BASE/hotfixes.$$/hotfix.sql"
expect_exit 0 dunlin verify
expect_output "skipped  R__hotfix" "its file was edited since it ran" "ok       table public.base"
echo "SELECT 'no end" >"$SCENARIO_BASE/hotfixes.$$/hotfix.sql"
state_of hotfix pending 3
expect_exit 0 dunlin verify
rm "$SCENARIO_BASE/hotfixes.$$/hotfix.sql"
mkdir "$SCENARIO_BASE/hotfixes.$$/hotfix.sql"
state_of hotfix applied 0
expect_exit 0 dunlin verify
expect_output "ok       table public.hotfix"
rm -r "$SCENARIO_BASE/hotfixes.$$"
run_sql 'DROP TABLE hotfix'
expect_exit 0 dunlin repair --forget hotfix --reason "not needed"

# One that stopped half-way is told, and goes on by its file.
printf 'CREATE TABLE half_a (id int);\n-- dunlin:unit alone\nSELECT 1 / 0;\n' >scripts/half.sql
expect_exit 1 dunlin migrate --file scripts/half.sql
state_of half partial 3
expect_exit 0 dunlin status
expect_output "half applied: dunlin migrate --file scripts/half.sql goes on with it"
expect_exit 1 dunlin verify --quiet
expect_output "failed   R__half" "half applied: dunlin migrate --file"
expect_exit 5 dunlin migrate
expect_output "R__half is half applied" "dunlin migrate --file" "scripts/half.sql"
printf 'CREATE TABLE half_a (id int);\n-- dunlin:unit alone\nSELECT 1;\n' >scripts/half.sql
migrate --file scripts/half.sql
state_of half applied 0

# The history was written where the project has another path: its files are found in the same folders here.
cp -r . "$SCENARIO_BASE/moved.$$"
mv scripts/half.sql ..
state_of half missing 3
here=$PWD
cd "$SCENARIO_BASE/moved.$$"
state_of half applied 0
expect_exit 0 dunlin status
expect_output "half (scripts/half.sql)"
rm scripts/half.sql
state_of half missing 3
cd "$here"
rm -r "$SCENARIO_BASE/moved.$$"
mv ../half.sql scripts/

# What a later migration dropped isn't asked for, though a script is replayed as well.
file scripts/temporary.sql <<'SQL'
CREATE TABLE temporary_thing (id int);
SQL
migrate --file scripts/temporary.sql
file migrations/002_drop.sql <<'SQL'
DROP TABLE temporary_thing;
SQL
migrate
expect_exit 0 dunlin verify --quiet
expect_no_output temporary_thing

# A version whose file is gone is asked for too.
file migrations/003_kept.sql <<'SQL'
CREATE TABLE kept (id int);
SQL
migrate
mv migrations/003_kept.sql ..
expect_state 003 missing
run_sql 'DROP TABLE kept'
expect_exit 1 dunlin verify --quiet
expect_output "failed   table public.kept"
