# shellcheck shell=bash disable=SC2154
# Named queries with budgets, before and after the pending migrations, on the same rows.
export DUNLIN_POSTGRES=$SCENARIO_PROGRAMS
expect_exit 0 dunlin test performance --json
expect_json '.outcome' done
expect_json '[.queries[].query] | join(" ")' "one search"
expect_json '.queries[1].before.seq_scans[0].rows == 30000' true
expect_json '.queries[1].after.indexes | join(" ")' idx_properties_search
expect_json '.queries[1].change_percent.high < -50' true
expect_json '.queries[1].before.calls == 80 and .queries[1].after.calls == 80' true
expect_json '.clients == 20 and .sessions == 4' true
for file in report.json report.md search.before.json search.after.json one.after.json; do
  [ -s "reports/performance/$file" ] || fail "no $file in the report"
done
jq -e '.[0].Plan["Shared Hit Blocks"] != null' reports/performance/search.after.json >/dev/null || fail "no buffers in the plan"
grep -q 'p50 before' reports/performance/report.md || fail "no table in the report"
# Nothing of it happened in the project's own database.
expect_no_table properties

# ---- what isn't kept: a budget, rows, an index, an improvement
sed 's/^p95 = .*/p95 = 0.000001/; s/^rows = 3/rows = 4/; s/^uses_index = .*/uses_index = "idx_other"/; s/^improvement = 50/improvement = 99.99/' \
  tests/performance.toml >strict.toml
expect_exit 3 dunlin test performance --file strict.toml --output strict --json
expect_json '.queries[1].broken | length' 4
expect_json '.queries[1].broken | map(split(" ")[0]) | join(" ")' "p95 returns doesn't faster"
[ -s strict/report.json ] || fail "no report in --output"

# ---- a migration that makes a query slow is a regression
rm migrations/002_search_index.sql
cp migrations/001_properties.sql before.sql
echo "CREATE INDEX idx_properties_search ON properties (city, property_type, status, monthly_rent);" >>migrations/001_properties.sql
echo "DROP INDEX idx_properties_search;" >migrations/002_drop.sql
sed '/^uses_index\|^improvement\|^no_seq/d' tests/performance.toml | sed 's/^tolerance = .*/tolerance = 50/; /^\[queries.one/,$d' >slower.toml
expect_exit 3 dunlin test performance --file slower.toml
tr '\n' ' ' <"$captured/all" | tr -s ' ' | grep -q "search: slower by" || fail "no regression"

# ---- what the target has is "before"; a query that a migration breaks
cp before.sql migrations/001_properties.sql
echo "ALTER TABLE properties RENAME COLUMN city TO town;" >migrations/002_drop.sql
migrate --to 001
sed '/^before/d' slower.toml >target.toml
expect_exit 3 dunlin test performance --file target.toml --size 100 --clients 1 --json
expect_json '.queries[0].broken[0] | startswith("fails after the migrations")' true
expect_json '.queries[0].before.possible' true
expect_json '.size' 100

# ---- bad input
expect_exit 2 dunlin test performance --clients 1001
expect_exit 2 dunlin test performance --size 0
expect_exit 2 dunlin test performance --file nowhere.toml
sed 's/rows.sql/no.sql/' tests/performance.toml >bad.toml
expect_exit 2 dunlin test performance --file bad.toml
expect_output "the generator tests/no.sql isn't there"
sed 's/before = "001"/before = "9"/' tests/performance.toml >bad.toml
expect_exit 2 dunlin test performance --file bad.toml
expect_output "there is no migration 9"
echo "INSERT INTO nowhere VALUES (1);" >tests/rows.sql
expect_exit 1 dunlin test performance
expect_output 'relation "nowhere" does not exist'
rm tests/performance.toml
expect_exit 2 dunlin test performance
expect_output "there are no budgets"
