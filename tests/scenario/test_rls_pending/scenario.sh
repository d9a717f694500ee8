# shellcheck shell=bash disable=SC2154
# Pending migrations: roles that they make, schemas that can't be asked, options that make no sense there.
run_sql "CREATE ROLE srp_user NOLOGIN"
forget_roles() { psql -X -q -c "DROP OWNED BY srp_user" -c "DROP ROLE srp_user" >/dev/null 2>&1 || true; }
trap 'status=$?; forget_roles; exit $status' EXIT
export DUNLIN_POSTGRES=$SCENARIO_PROGRAMS
migrate
junit() { python3 - "$captured/out" "$1" <<'PY'
import sys, xml.etree.ElementTree as e
root = e.parse(sys.argv[1]).getroot()
print(" ".join(c.get("name").replace(" ", "-") for c in root.iter("testcase") if c.get("classname") == "migrations" and c.find(sys.argv[2]) is not None))
PY
}

# ---- a user and a group that a pending migration makes
cp tests/rls.toml good.toml
cat >migrations/002_users.sql <<'SQL'
CREATE USER srp_second;
CREATE GROUP srp_third;
GRANT SELECT ON docs TO srp_second, srp_third;
SQL
sed -i '/^alice = {/a second = { role = "srp_second" }\nthird = { role = "srp_third" }' tests/rls.toml
printf 'second = "none"\nthird = "none"\n' >>tests/rls.toml
expect_exit 0 dunlin test rls --against pending --json
expect_json '[.steps[] | .migration + ":" + (.red | tostring)] | join(" ")' ":null 002_users:0"
expect_json '.steps[0].untested | contains("srp_second")' true
expect_exit 0 dunlin test rls --against pending --format junit
[ "$(junit skipped)" = what-the-database-has ] || fail "skipped: $(junit skipped)"
[ "$(junit failure)" = "" ] || fail "failed: $(junit failure)"
# A role that no migration makes, though one names it and makes another.
echo "-- fourth: CREATE USER srp_fourth is the platform's" >>migrations/002_users.sql
sed -i '/^alice = {/a fourth = { role = "srp_fourth" }' tests/rls.toml
expect_exit 0 dunlin test rls --against pending --json
expect_json '.steps[1].untested' ""
cp good.toml tests/rls.toml
rm migrations/002_users.sql

# ---- a way around the policies is named below the migration that opens it, and only there
printf 'CREATE VIEW all_docs AS SELECT * FROM docs;\nGRANT SELECT ON all_docs TO srp_user;\n' >migrations/002_view.sql
echo "CREATE TABLE beside (id int);" >migrations/003_beside.sql
expect_exit 3 dunlin test rls --against pending
tr '\n' ' ' <"$captured/all" | tr -s ' ' >text
grep -q "002_view -------- .*critical view-bypasses-rls .public.all_docs.*003_beside" text || fail "the view isn't named"
[ "$(grep -o "view-bypasses-rls" text | wc -l)" = 1 ] || fail "the view is named again"
expect_exit 3 dunlin test rls --against pending --json
expect_json '[.steps[] | .migration + ":" + ([.leaks[] | select(.check == "view-bypasses-rls") | .observations[].object] | join(","))] | join(" ")' \
  ": 002_view:public.all_docs 003_beside:public.all_docs"
rm migrations/002_view.sql migrations/003_beside.sql

# ---- the last schema can't be asked: a failure in the report too
echo "DROP TABLE docs;" >migrations/002_drop.sql
expect_exit 3 dunlin test rls --against pending --format junit
[ "$(junit failure)" = 002_drop ] || fail "failed: $(junit failure)"
expect_output "has no docs"
expect_exit 3 dunlin test rls --against pending
tr '\n' ' ' <"$captured/all" | tr -s ' ' | grep -q "can't be asked: the database has no docs" || fail "not said"

# ---- what would be left out
for option in --mutate --rewrite "--save kept.json"; do
  # shellcheck disable=SC2086
  expect_exit 2 dunlin test rls --against pending $option
  expect_output "--against pending takes no ${option%% *}"
done
expect_exit 2 dunlin test rls --against pending --output z.sql
expect_output "only --rewrite writes a migration"
[ ! -e z.sql ] || fail "a file was written"
