# shellcheck shell=bash disable=SC2154
# A policy's other form is proposed only where everybody whom it names was asked before and after; no migration is no error.
for role in srw_user srw_support srw_boss; do run_sql "CREATE ROLE $role NOLOGIN"; done
forget_roles() {
  psql -X -q -c "DROP OWNED BY srw_user, srw_support, srw_boss" -c "DROP ROLE srw_user, srw_support, srw_boss" >/dev/null 2>&1 || true
}
trap 'status=$?; forget_roles; exit $status' EXIT
by_role='.rewrites[] | select(.form == "a policy for each role")'
migrate

# ---- a role that the policy doesn't hold for has no rows, and gets no policy that shows it all
expect_exit 0 dunlin test rls --rewrite --json
expect_json "[$by_role] | length" 0

# ---- a role that it holds for: the same rows as before
run_sql "ALTER POLICY own ON docs TO srw_user, srw_support"
sed -i 's/^help = "none"/help = "all"/' tests/rls.toml
expect_exit 0 dunlin test rls --rewrite --json
expect_json "$by_role | .equal" true
expect_json "$by_role | .sql | contains(\"TO \\\"srw_support\\\"\")" true

# ---- whom the new policy would hold for too, and nobody has asked as
run_sql "GRANT srw_support TO srw_boss"
expect_exit 0 dunlin test rls --rewrite --json
expect_json "$by_role | (.equal | tostring) + \": \" + .error" "false: no identity comes as srw_boss: what it would reach isn't compared"
# Asked, although no expectation is about this table: the boss isn't srw_support by name, and would see all.
sed -i '/^help = {/a boss = { role = "srw_boss", claims = {} }' tests/rls.toml
expect_exit 0 dunlin test rls --rewrite --json
expect_json "$by_role | .different | join(\"; \")" "boss select docs"
run_sql "REVOKE srw_support FROM srw_boss"
expect_exit 0 dunlin test rls --rewrite --json
expect_json "$by_role | .equal" true
sed -i '/^help = /d; /^boss = /d' tests/rls.toml
expect_exit 0 dunlin test rls --rewrite --json
expect_json "$by_role | .error" "no identity comes as srw_support: what it would reach isn't compared"

# ---- without a form to take no file is written; what the test found decides the exit code
run_sql "ALTER POLICY own ON docs USING (owner = 'alice')"
expect_exit 0 dunlin test rls --rewrite --output migrations/002_faster.sql
expect_output "no migration was written"
sed -i "s/^alice = \"owner.*/alice = 2/" tests/rls.toml
expect_exit 3 dunlin test rls --rewrite --output migrations/002_faster.sql
expect_output "no migration was written"
[ ! -e migrations/002_faster.sql ] || fail "a migration was written"
expect_exit 3 dunlin test rls --rewrite --output migrations/002_faster.sql --format junit
python3 -c 'import sys, xml.etree.ElementTree as e; assert e.parse(sys.argv[1]).getroot().get("failures") == "1"' "$captured/out" || fail "no JUnit"
expect_exit 2 dunlin test rls --output migrations/002_faster.sql
expect_output "only --rewrite writes a migration"
