# shellcheck shell=bash disable=SC2154
# Named queries with budgets, before and after the pending migrations, on the same rows.
export DUNLIN_POSTGRES=$SCENARIO_PROGRAMS
expect_exit 0 dunlin test performance --json
expect_json '.outcome' done
expect_json '[.queries[].query] | join(" ")' "one search"
expect_json '.queries[1].before.seq_scans[0].rows == 30000' true
expect_json '.queries[1].after.indexes | join(" ")' idx_properties_search
expect_json '.queries[1].change_percent | .low <= .value and .value <= .high' true
expect_json '.queries[1].before.calls == 80 and .queries[1].after.calls == 80' true
expect_json '.clients == 20 and .sessions == 4' true
for file in report.json report.md search.before.json search.after.json one.after.json; do
  [ -s "reports/performance/$file" ] || fail "no $file in the report"
done
jq -e '.[0].Plan["Shared Hit Blocks"] != null' reports/performance/search.after.json >/dev/null || fail "no buffers in the plan"
grep -q 'p50 before' reports/performance/report.md || fail "no table in the report"
# Nothing of it happened in the project's own database.
expect_no_table properties

# ---- a thousand clients through a pool; more sessions than a server has room for by default
sed '/^p95\|^improvement\|^rows = 3\|^uses_index\|^no_seq/d; s/^rounds.*/rounds = 2/; s/^tolerance.*/tolerance = 100000/; /^\[queries.one/,$d' \
  tests/performance.toml >many.toml
expect_exit 0 dunlin test performance --file many.toml --size 100 --clients 1000 --sessions 60 --output many --json
expect_json '.clients == 1000 and .sessions == 60' true
expect_json '[.queries[] | .before.calls == 2000 and .after.calls == 2000] | all' true
expect_json '.queries[0].after.p50_ms | .low <= .value and .value <= .high' true
expect_exit 2 dunlin test performance --sessions 501

# ---- what isn't kept: a budget, rows, an index, an improvement
sed 's/^p95 = .*/p95 = 0.000001/; s/^rows = 3/rows = 4/; s/^uses_index = .*/uses_index = "idx_other"/; s/^improvement = 1$/improvement = 99.99/' \
  tests/performance.toml >strict.toml
expect_exit 3 dunlin test performance --file strict.toml --output strict --json
expect_json '.queries[1].broken | length' 4
expect_json '.queries[1].broken | map(split(" ")[0]) | join(" ")' "p95 returns doesn't faster"
[ -s strict/report.json ] || fail "no report in --output"

# ---- a migration that makes a query slow is a regression
rm migrations/002_search_index.sql
cp migrations/001_properties.sql before.sql
echo "CREATE FUNCTION asked() RETURNS int LANGUAGE sql AS 'SELECT 1';" >>migrations/001_properties.sql
echo "CREATE OR REPLACE FUNCTION asked() RETURNS int LANGUAGE sql AS 'SELECT 1 FROM pg_sleep(0.05)';" >migrations/002_drop.sql
sed '/^uses_index\|^improvement\|^no_seq/d' tests/performance.toml | sed 's/^tolerance = .*/tolerance = 50/; /^\[queries.one/,$d' >slower.toml
# It sleeps, in ten rounds: neither a slow machine nor one that stops for a moment makes the other side as slow.
sed '/^parameters/d; s/^sql = .*/sql = "SELECT asked()"/; s/^rows = .*/rows = 1/; s/^rounds = .*/rounds = 10/; s/^size = .*/size = 100/' \
  slower.toml >asked.toml
expect_exit 3 dunlin test performance --file asked.toml
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

# ---- without "before" where nothing is applied: what the generator fills isn't there, and the reason is said
psql -X -q -c "CREATE DATABASE ${PGDATABASE}_empty"
expect_exit 1 dunlin test performance --file target.toml --size 100 --db-url "postgresql:///${PGDATABASE}_empty"
expect_output 'no migration is applied in development, so the schema before is an empty one: before = "VERSION"' "properties"
psql -X -q -c "DROP DATABASE ${PGDATABASE}_empty"

# ---- formats: the document alone on standard output, also with a folder for the report
for format in json junit html tap markdown; do
  expect_exit 3 dunlin test performance --file target.toml --size 100 --clients 1 --format $format --output kept
  cp "$captured/out" "out.$format"
  grep -q "report and plans: kept" "$captured/err" || fail "nobody says where the report is"
  ! grep -q "report and plans" "$captured/out" || fail "a note in the document"
done
jq -e '.queries[0].query == "search"' out.json >/dev/null || fail "no JSON"
python3 -c 'import sys, xml.etree.ElementTree as e; assert e.parse(sys.argv[1]).getroot().get("failures") == "1"' out.junit || fail "no JUnit"
[ "$(head -1 out.tap)" = "TAP version 13" ] || fail "no TAP"
[ -s kept/report.json ] || fail "no folder"

# ---- a query that can't be asked so is named, and the others are measured
echo "CREATE SEQUENCE calls;" >>migrations/002_drop.sql
cat >odd.toml <<'TOML'
before = "001"
rounds = 1
repeat = 2
[queries.few]
sql = "SELECT id FROM properties WHERE id = $1 OR id = $2"
parameters = [1]
[queries.late]
sql = "SELECT 1 / (4 - nextval('calls'))"
[queries.fine]
sql = "SELECT 1"
TOML
expect_exit 3 dunlin test performance --file odd.toml
expect_output "few" "fine"
tr '\n' ' ' <"$captured/all" | tr -s ' ' >text
grep -q "few: fails after the migrations: bind message supplies 1 parameters" text || fail "the number of parameters isn't said"
grep -q "late: fails after the migrations: division by zero (not at the first call)" text || fail "what fails later isn't said"
sed -i '/^\[queries.fine/a role = "nosuch"' odd.toml
expect_exit 2 dunlin test performance --file odd.toml
expect_output "query fine: there is no role nosuch after the migrations"

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

# ---- Ctrl-C ends the measurement, not the query that is under way alone; no server is left behind
mkdir -m 777 marks
cat >marks/endless.sql <<SQL
CREATE FUNCTION endless() RETURNS int LANGUAGE plpgsql AS \$\$ BEGIN
  COPY (SELECT current_setting('data_directory')) TO '$PWD/marks/data';
  PERFORM pg_sleep(3600);
  RETURN 1;
END \$\$;
SQL
cat >stopped.toml <<'TOML'
before = "001"
generate = "marks/endless.sql"
[queries.endless]
sql = "SELECT endless()"
TOML
env --default-signal=INT "$DUNLIN" test performance --file stopped.toml --output stopped >"$captured/stopped.out" 2>"$captured/stopped.err" </dev/null &
started[stopped]=$!
wait_for_file_text marks/data / 300
kill -INT "${started[stopped]}"
expect_end stopped 130
expect_output "interrupted"
[ ! -e "$(cat marks/data)/postmaster.pid" ] || fail "the scratch server still runs"
[ ! -e stopped ] || fail "a report of an interrupted run"
