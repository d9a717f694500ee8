# shellcheck shell=bash disable=SC2154
# Reports of tests for CI servers: JUnit, TAP, HTML, Markdown; names of tables and rows of others stay text in each.
run_sql "DROP ROLE IF EXISTS fmt_user; CREATE ROLE fmt_user NOLOGIN"
forget_roles() { psql -X -q -c "DROP OWNED BY fmt_user" -c "DROP ROLE fmt_user" >/dev/null 2>&1 || true; }
trap 'status=$?; forget_roles; exit $status' EXIT
migrate
read_xml() { python3 - "$1" <<'PY'
import sys, xml.etree.ElementTree as e
root = e.parse(sys.argv[1]).getroot()
cases = list(root.iter("testcase"))
assert int(root.get("tests")) == len(cases), "tests"
assert int(root.get("failures")) == len(list(root.iter("failure"))), "failures"
assert int(root.get("skipped")) == len(list(root.iter("skipped"))), "skipped"
print(root.get("name"), "; ".join(c.get("classname") + "/" + c.get("name") for c in cases if c.find("failure") is not None), sep="|")
PY
}
expect_xml() { local got; got=$(read_xml "$1") || fail "no JUnit: $1"; [ "$got" = "$2" ] || fail "'$got' instead of '$2'"; }

# ---- to standard output: the format alone
expect_exit 3 dunlin test rls --format junit
cp "$captured/out" rls.out
expect_xml rls.out "dunlin test rls|\"a<b>&\"\"' # SKIP\"/al<i>ce select \"a<b>&\"\"' # SKIP\""
expect_no_escapes
expect_exit 3 dunlin test rls --format tap
expect_output 'not ok 1 - "a<b>&""'"' \\# SKIP\": al<i>ce select" 'message: "lockout: 1 row missing"'
expect_no_escapes
if command -v prove >/dev/null; then
  cp "$captured/out" rls.tap
  prove -e cat rls.tap >prove.out 2>&1 && fail "prove saw no failure"
  grep -q 'Failed 1/' prove.out || fail "prove didn't understand: $(cat prove.out)"
fi
expect_exit 3 dunlin test rls --format html
expect_output '&lt;i&gt;' "<!DOCTYPE html>"
expect_no_output '<i>' '<b>'
expect_no_escapes
expect_exit 3 dunlin test rls --format markdown
expect_output "# Who reaches which rows"
expect_no_escapes
expect_exit 3 dunlin test rls --format json
expect_json .red 1

# ---- into a file, written as it is called; text still goes to the screen
expect_exit 3 dunlin test rls --output rls.xml
expect_output "Who reaches which rows" "report: rls.xml (junit)"
cmp rls.xml rls.out || fail "the file differs from standard output"
expect_exit 3 dunlin test rls --output rls.txt --format tap --json
expect_json .red 1
[ "$(head -1 rls.txt)" = "TAP version 13" ] || fail "--format doesn't hold for the file"
run_sql "GRANT CREATE ON SCHEMA public TO PUBLIC"
expect_exit 3 dunlin test security --output security.xml
read_xml security.xml | grep -q 'dunlin test security|.*security/public-schema' || fail "no failed check in security.xml"
# What fails only with --fail-on warn isn't a failure without.
read_xml security.xml | grep -q 'security/logging' && fail "a warning is a failure"
expect_exit 3 dunlin test security --fail-on warn --format junit
cp "$captured/out" warn.xml
read_xml warn.xml | grep -q 'security/logging' || fail "a warning isn't a failure with --fail-on warn"
expect_exit 1 dunlin verify --output verify.xml
expect_output "failed   verify/rows.sql:1" "1 failed"
expect_xml verify.xml "dunlin verify|assertion/verify/rows.sql:1"
expect_exit 1 dunlin verify --format tap
expect_output "not ok" "assertion: verify/rows.sql:1"
expect_no_escapes
expect_exit 1 dunlin verify --format html
expect_output "After the deployment"
expect_no_output '<b>&'
expect_no_escapes

# ---- bad input
expect_exit 2 dunlin test rls --format sarif
expect_output "--format" "junit"
expect_exit 2 dunlin verify --output nowhere/verify.xml
