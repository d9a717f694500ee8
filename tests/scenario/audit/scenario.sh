# shellcheck shell=bash disable=SC2154
# A folder that grew by hand: what the audit says of it, and the clean set that builds the same.

# ---- the report, without running any file
expect_exit 0 dunlin audit legacy --output report.md
# Without the counts of the linter's rules, which have tests of their own.
awk '/^## /{skip = /What dunlin lint finds/} !skip' report.md | diff -u expected/report.md - || fail "the report isn't the expected one"
expect_exit 3 dunlin audit legacy --check --output report.html
grep -q 'does nothing: it is there' report.html || fail "no conflict in the page"
! grep -qi '<script' report.html || fail "a script in the page"
expect_exit 0 dunlin audit legacy --json
expect_json '.problems' 6
expect_json '[.repeated[] | select(.conflict) | .object] | join(" ")' "public.api_keys public.audit_logs public.products"
expect_json '.families[0].functions | length' 5
expect_json '.families[0].kept' "public.update_updated_at_column()"
expect_json '[.early_uses[] | select(.when_called | not) | .object] | join(" ")' public.shipments
expect_json '.open_definers[0].object' "public.is_admin(uuid)"
expect_json '.missing[0].object' report_runs
expect_exit 2 dunlin audit nowhere
expect_output "there is no folder nowhere"

# ---- what doesn't run can't be consolidated, unless asked for what is left
expect_exit 5 dunlin audit legacy --consolidate clean
expect_output "017_broken_copy" 'relation "products" already exists' "--tolerate-errors"
if [ -e clean ] || [ -e clean.unproven ]; then fail "something was written"; fi
expect_exit 0 dunlin audit legacy --consolidate left --tolerate-errors
expect_output "skipped" "017_broken_copy.sql:1:1" "zz_reports.sql:2:1" "proven"

# ---- the clean set
rm legacy/017_broken_copy.sql legacy/zz_reports.sql
expect_exit 0 dunlin audit legacy --consolidate clean
expect_output "7 files written" "proven" "and 3 rows"
[ "$(ls clean)" = "$(ls expected/clean)" ] || fail "other files: $(ls clean)"
# The day, and the now() of the trigger that filled a column.
without_time() { sed -E "s/^-- Date: .*/-- Date: DATE/; s/'[0-9]{4}-[0-9-]+ [0-9:.]+\\+00'/'TIME'/" "$1"; }
for file in expected/clean/*.sql expected/clean/rollback/*.sql; do
  without_time "${file#expected/}" | diff -u "$file" - || fail "$file isn't the expected one"
done
expect_exit 5 dunlin audit legacy --consolidate clean
expect_output "isn't an empty folder"

# psql builds the same of the old files and of the new ones.
build() {  # DATABASE FILE...
  local database=$1 file
  shift
  psql -X -q -d postgres -c "CREATE DATABASE $database"
  for file; do psql -X -q -v ON_ERROR_STOP=1 -d "$database" -f "$file" >/dev/null || fail "psql: $file"; done
  "$SCENARIO_PROGRAMS/pg_dump" --schema-only "$database" | grep -v '^.\(un\)\?restrict ' >"$database.dump"
}
mapfile -t old < <(find legacy -name '*.sql' ! -name '*.down.sql' | LC_ALL=C sort)
build audit_old "${old[@]}"
build audit_new clean/*.sql
diff -u audit_old.dump audit_new.dump || fail "psql builds another schema of the clean set"
psql -X -q -d postgres -c "DROP DATABASE audit_old" -c "DROP DATABASE audit_new"

# dunlin applies it, and takes all of it back.
migrate --dir clean
expect_sql "SELECT count(*) FROM products" 2
expect_exit 0 dunlin rollback --to 0 --drop-data --dir clean
for catalog in pg_class:relnamespace pg_proc:pronamespace pg_type:typnamespace; do
  expect_sql "SELECT count(*) FROM ${catalog%:*} WHERE ${catalog#*:} = 'public'::regnamespace" 0
done
expect_sql "SELECT count(*) FROM pg_extension WHERE extname = 'pgcrypto'" 0

# ---- what can't be proven isn't taken for the clean set
cat >legacy/020_pairs.sql <<'SQL'
CREATE TYPE pair_of_users AS (a users, b users);
SQL
expect_exit 1 dunlin audit legacy --consolidate again
expect_output "doesn't run" "not proven" "again.unproven"
[ ! -e again ] || fail "an unproven set was taken for the clean one"
[ -e again.unproven/000_core_functions.sql ] || fail "nothing to look at"
