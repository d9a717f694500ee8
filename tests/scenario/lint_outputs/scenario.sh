# The same finding in each format that readers take, and a baseline that accepts it until the file changes.
# shellcheck shell=bash

expect_exit 3 dunlin lint
expect_output "migrations/002_index.sql:2:1: error [index-not-concurrent]" "    2 | CREATE INDEX users_email ON users (email);" \
  "      | ^^^^^^" "2 files, 2 statements: 1 error"
expect_no_escapes

expect_exit 3 dunlin lint --json
expect_json '.findings | map(.rule) | join(" ")' index-not-concurrent
expect_json '.findings[0] | "\(.file) \(.line) \(.column) \(.end_line) \(.severity) \(.evidence)"' "migrations/002_index.sql 2 1 2 error static"
expect_json .summary.errors 1
fingerprint=$(jq -r '.findings[0].fingerprint' "$captured/out")

expect_exit 3 dunlin lint --format sarif
expect_json '.version' 2.1.0
expect_json '.runs[0].results[0].locations[0].physicalLocation | "\(.artifactLocation.uri):\(.region.startLine)"' migrations/002_index.sql:2
expect_json '.runs[0] | .tool.driver.rules[.results[0].ruleIndex].id' index-not-concurrent

expect_exit 3 dunlin lint --format github
expect_output "::error file=migrations/002_index.sql,line=2,endLine=2,col=1,"

expect_exit 3 dunlin lint --format gitlab
expect_json '.[0] | "\(.check_name) \(.location.path) \(.location.lines.begin)"' "index-not-concurrent migrations/002_index.sql 2"
expect_json '.[0].fingerprint' "$fingerprint"

expect_exit 3 dunlin lint --format junit
expect_output '<testsuites name="dunlin lint" tests="1" failures="1"' '<testcase name="index-not-concurrent (line 2)"'

# Accepted, also when lines move; another one isn't; an entry that nothing needs is noted.
expect_exit 0 dunlin lint --update-baseline
expect_exit 0 dunlin lint
expect_output "1 suppressed"
sed -i '1i -- more\n' migrations/002_index.sql
expect_exit 0 dunlin lint
echo "CREATE INDEX users_id ON users (id);" >>migrations/002_index.sql
expect_exit 3 dunlin lint --json
expect_json '.findings | map(.line) | join(" ")' 5
echo "SELECT 1;" >migrations/002_index.sql
expect_exit 0 dunlin lint --json
expect_json '.findings | map("\(.rule) \(.severity) \(.file)") | join("; ")' "stale-baseline note migrations/002_index.sql"
echo "{" >dunlin-lint-baseline.json
expect_exit 2 dunlin lint
expect_output "the lint baseline can't be read" "--update-baseline"
