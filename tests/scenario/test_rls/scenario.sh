# shellcheck shell=bash disable=SC2154
# Who reaches which rows: expectations, leaks, weaker policies that must be noticed, a comparison, faster forms.
# The roles belong to the server: they have names of their own.
for role in scn_user scn_anon; do run_sql "CREATE ROLE $role NOLOGIN"; done
run_sql "CREATE ROLE scn_service NOLOGIN BYPASSRLS"
forget_roles() {
  psql -X -q -c "DROP OWNED BY scn_user, scn_anon, scn_service" -c "DROP ROLE scn_user, scn_anon, scn_service" >/dev/null 2>&1 || true
}
trap 'status=$?; forget_roles; exit $status' EXIT
# Text is broken into lines: compared without them, and without the ticks around names.
expect_text() {
  local text
  for text; do tr '\n' ' ' <"$captured/all" | tr -s ' ' | tr -d '`' | grep -qF -e "$text" || fail "no text '$text'"; done
}
migrate

# ---- everything as expected, and no row of the test is left
expect_exit 0 dunlin test rls --json --save before.json
expect_json '.outcome' done
expect_json '.red' 0
expect_json '[.cells[] | select(.verdict != "ok")] | length' 0
expect_json '[.cells[] | select(.cell == "alice delete public.documents without WHERE") | .rows] | join(" ")' 2
expect_sql "SELECT count(*) FROM documents" 0
expect_exit 0 dunlin test rls
expect_text "Who reaches which rows" "0 not as expected"

# ---- every policy weakened in turn is noticed
expect_exit 0 dunlin test rls --mutate --json
expect_json '.mutations.coverage' 1
expect_json '.mutations.policies' 7
expect_json '[.mutations.mutants[] | select(.survived) | .policy + " " + .change] | join("; ")' ""
for change in "dropped" "USING (true)" "WITH CHECK (true)" "USING negated" "TO PUBLIC" "RESTRICTIVE instead of PERMISSIVE" \
  "FOR ALL instead of SELECT" "row-level security off"; do
  expect_json "[.mutations.mutants[] | select(.change == \"$change\" and .noticed)] | length > 0" true
done
# An expectation less, and one isn't noticed any more.
sed '/^bob = 1$/d; /deny = { id = 11/d' tests/rls.toml >fewer.toml
expect_exit 3 dunlin test rls --file fewer.toml --mutate
expect_text "untested" "write_own: WITH CHECK (true) made no cell red"
expect_sql "SELECT count(*) FROM pg_policies WHERE with_check = 'true' OR qual = 'true'" 0

# ---- faster forms, proven and timed
expect_exit 0 dunlin test rls --rewrite --json
expect_json '[.rewrites[] | select(.equal and .form == "once a query")] | length' 6
expect_json '.rewrites[] | select(.policy == "read_org" and .form == "once a query") | .sql | contains("ANY (ARRAY( SELECT m.org FROM members m")' true
expect_json '.rewrites[] | select(.policy == "change_own") | .sql | contains("( SELECT auth.uid())")' true
expect_json '[.rewrites[] | select(.policy == "read_org") | .before_ms > 0 and .after_ms > 0] | all' true
expect_json '.rewrites[] | select(.policy == "read_org" and .form == "helper function") | .equal and (.sql | contains("SECURITY DEFINER SET search_path") and contains("FROM public.members") and contains("FROM PUBLIC"))' true
expect_sql "SELECT count(*) FROM pg_policies WHERE qual LIKE '%ARRAY%'" 0
# As a migration that can be applied and taken back.
run_sql "INSERT INTO members SELECT 100 + n, gen_random_uuid() FROM generate_series(1, 3000) AS n"
run_sql "INSERT INTO documents SELECT 1000 + n, gen_random_uuid(), 100 + n, 'draft', 'x' FROM generate_series(1, 3000) AS n"
expect_exit 0 dunlin test rls --rewrite --output migrations/002_faster_policies.sql
expect_output "migration: migrations/002_faster_policies.sql"
expect_exit 0 dunlin test rls --against pending --json
expect_json '.outcome' done
expect_json '[.steps[].migration] | join(" ")' " 002_faster_policies"
expect_json '.steps[1].against.changes | length' 0
expect_json '.steps[1].against.policies_added | length > 0' true
run_sql "SELECT string_agg(polname || pg_get_expr(polqual, polrelid), ',' ORDER BY polname) AS was INTO policies_before FROM pg_policy"
migrate
expect_sql "SELECT was = (SELECT string_agg(polname || pg_get_expr(polqual, polrelid), ',' ORDER BY polname) FROM pg_policy) FROM policies_before" f
expect_exit 0 dunlin test rls
rollback --steps 1
expect_sql "SELECT was = (SELECT string_agg(polname || pg_get_expr(polqual, polrelid), ',' ORDER BY polname) FROM pg_policy) FROM policies_before" t
rm migrations/002_faster_policies.sql
run_sql "DROP TABLE policies_before; DELETE FROM documents; DELETE FROM members"
expect_exit 0 dunlin test rls --save before.json

# ---- what pending migrations change for whom, before they are run anywhere
echo "ALTER POLICY published ON documents USING (status IN ('published', 'draft'));" >migrations/002_open.sql
echo "ALTER POLICY published ON documents USING (status = 'published');" >migrations/003_close.sql
expect_exit 3 dunlin test rls --against pending --json
expect_json '[.steps[] | .against.widened] | map(tostring) | join(" ")' "null true false"
expect_json '.steps[1].against.changes[0] | .cell + ": " + (.gained | join(","))' "visitor select public.documents: 1,3"
expect_exit 3 dunlin test rls --against pending
expect_text "002_open" "more access visitor select public.documents" "003_close" "less access"
expect_sql "SELECT qual FROM pg_policies WHERE policyname = 'published'" "(status = 'published'::text)"
rm migrations/002_open.sql migrations/003_close.sql

# ---- a policy that lets too many through: the keys are named, and the comparison says so
run_sql "ALTER POLICY published ON documents USING (true)"
run_sql "ALTER POLICY change_own ON documents USING (owner = auth.uid() AND org = 1)"
expect_exit 3 dunlin test rls
expect_text "leak visitor select public.documents: 2 rows too many; too many: 1, 3" \
  "lockout alice update public.documents: 1 row missing; missing: 2"
expect_exit 3 dunlin test rls --against before.json --json
expect_json '.against.widened' true
expect_json '[.against.changes[] | select(.widened) | .gained | join(",")] | join(" ")' "1,3"
expect_json '.against.policies_added | length' 2
run_sql "ALTER POLICY published ON documents USING (status = 'published')"
run_sql "ALTER POLICY change_own ON documents USING (owner = auth.uid())"
expect_exit 0 dunlin test rls --against before.json
expect_text "everybody reaches the same rows, through the same policies"

# ---- UPDATE without WHERE asks no SELECT policy: it reaches rows that the identity can't see
run_sql "ALTER POLICY change_own ON documents USING (org IN (1, 2, 3)) WITH CHECK (true)"
expect_exit 3 dunlin test rls
expect_text "bob update public.documents without WHERE: 3 rows too many; too many: 1, 2, 4" \
  "bob update public.documents: 1 row too many; too many: 2" "alice update public.documents to given values"
run_sql "ALTER POLICY change_own ON documents USING (owner = auth.uid()) WITH CHECK (owner = auth.uid())"

# ---- ways around the policies
run_sql "CREATE VIEW all_documents AS SELECT * FROM documents"
run_sql "GRANT SELECT ON all_documents TO scn_anon"
run_sql "CREATE FUNCTION everything() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM documents'"
run_sql "GRANT TRUNCATE ON comments TO scn_user"
run_sql "CREATE TABLE events (id int, day date) PARTITION BY RANGE (day)"
run_sql "CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')"
run_sql "ALTER TABLE events_2024 ENABLE ROW LEVEL SECURITY; GRANT SELECT ON events TO scn_anon"
run_sql "GRANT scn_service TO scn_user"
expect_exit 3 dunlin test rls --json
expect_json '[.leaks[] | select(.state == "critical") | .check] | join(" ")' \
  "bypassrls-reachable definer-callable partitions table-without-rls truncate-granted view-bypasses-rls views"
expect_exit 3 dunlin test rls
expect_text "public.all_documents" "may SET ROLE scn_service, which is BYPASSRLS" "scn_user has TRUNCATE"
run_sql "REVOKE scn_service FROM scn_user"
run_sql "DROP VIEW all_documents"; run_sql "DROP FUNCTION everything()"; run_sql "DROP TABLE events"
run_sql "REVOKE TRUNCATE ON comments FROM scn_user"
# A view takes writes as its owner too, a foreign table has no policies, and a rule does as its table's owner what it does.
run_sql "CREATE VIEW all_documents AS SELECT * FROM documents; GRANT DELETE ON all_documents TO scn_anon"
expect_exit 3 dunlin test rls
expect_text "0 not as expected; 1 way around the policies" "public.all_documents" "scn_anon may delete through it"
run_sql "DROP VIEW all_documents"
run_sql "CREATE FOREIGN DATA WRAPPER scn_wrapper; CREATE SERVER scn_server FOREIGN DATA WRAPPER scn_wrapper"
run_sql "CREATE FOREIGN TABLE elsewhere (id int) SERVER scn_server; GRANT SELECT ON elsewhere TO scn_user"
expect_exit 3 dunlin test rls
expect_text "0 not as expected; 1 way around the policies" "critical foreign-tables public.elsewhere" "scn_user may select"
run_sql "DROP FOREIGN DATA WRAPPER scn_wrapper CASCADE"
run_sql "CREATE TABLE requests (id int); ALTER TABLE requests ENABLE ROW LEVEL SECURITY; GRANT INSERT ON requests TO scn_user"
run_sql "CREATE RULE forget AS ON INSERT TO requests DO INSTEAD DELETE FROM documents"
expect_exit 3 dunlin test rls
expect_text "0 not as expected; 1 way around the policies" "critical rule-bypasses-rls public.requests forget" "scn_user may insert"
run_sql "DROP TABLE requests"
# A policy that is true for whoever has no identity, by a function of the project's own.
run_sql "CREATE FUNCTION my_user_id() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT auth.uid()'"
run_sql "CREATE POLICY nobody ON documents FOR SELECT TO scn_user USING (my_user_id() IS NULL OR owner = my_user_id())"
expect_exit 3 dunlin test rls
expect_text "0 not as expected; 1 way around the policies" "critical policy-without-identity documents nobody"
run_sql "DROP POLICY nobody ON documents; DROP FUNCTION my_user_id()"
# What a role has only after SET ROLE is looked at once client_roles names it.
run_sql "CREATE ROLE scn_lender NOLOGIN; ALTER ROLE scn_user NOINHERIT; GRANT scn_lender TO scn_user"
expect_exit 0 dunlin test rls
run_sql "CREATE VIEW all_documents AS SELECT * FROM documents; GRANT SELECT ON all_documents TO scn_lender"
expect_exit 3 dunlin test rls
expect_text "critical roles-to-become scn_user: may SET ROLE scn_lender" "all_documents"
sed '1i client_roles = ["scn_anon", "scn_user", "scn_lender"]' tests/rls.toml >lender.toml
expect_exit 3 dunlin test rls --file lender.toml
expect_text "critical view-bypasses-rls public.all_documents" "scn_lender may select from it"
run_sql "DROP VIEW all_documents; DROP ROLE scn_lender; ALTER ROLE scn_user INHERIT"
# The owner isn't held by policies that aren't forced.
run_sql "ALTER TABLE documents OWNER TO scn_user"
expect_exit 3 dunlin test rls
expect_text "owner-without-force"
run_sql "ALTER TABLE documents OWNER TO postgres"

# ---- an UPDATE that changes what tells rows apart: no key at all, and a key whose every column a policy asks
run_sql "CREATE TABLE notes (owner text, note text); CREATE TABLE \"Odd \"\"Table\" (\"Key Col\" int, \"2nd\" text, \"Own er\" text, PRIMARY KEY (\"Key Col\", \"2nd\"));
  CREATE FUNCTION scn_who() RETURNS text LANGUAGE sql STABLE AS \$\$ SELECT current_setting('request.jwt.claims', true)::jsonb ->> 'sub' \$\$;
  ALTER TABLE notes ENABLE ROW LEVEL SECURITY; ALTER TABLE \"Odd \"\"Table\" ENABLE ROW LEVEL SECURITY; GRANT SELECT, UPDATE ON notes, \"Odd \"\"Table\" TO scn_user;
  CREATE POLICY own ON notes TO scn_user USING (owner = scn_who()); CREATE POLICY own ON \"Odd \"\"Table\" TO scn_user USING (\"Own er\" = scn_who());
  INSERT INTO notes VALUES ('alice', '1'), ('alice', '2'), ('bob', '3'); INSERT INTO \"Odd \"\"Table\" VALUES (1, 'a', 'alice'), (1, 'b', 'bob'), (2, 'it''s', 'alice')"
cat >keyless.toml <<'TOML'
[identities]
alice = { role = "scn_user", claims = { sub = "alice" } }
[tables."public.notes".update]
alice = "owner = 'alice'"
[tables.'public."Odd ""Table"'.update]
alice = "\"Own er\" = 'alice'"
TOML
dunlin test rls --file keyless.toml --json >keyless.json || true
jq -e '[.cells[] | .verdict] | unique == ["ok"] and (. | length) > 0' keyless.json >/dev/null || fail "not as expected: $(jq -c '[.cells[] | {cell, verdict, message}]' keyless.json)"
jq -e '[.. | strings | select(test("RETURNING shows"))] == []' keyless.json >/dev/null || fail "RETURNING is said to show hidden rows"
run_sql "ALTER POLICY own ON notes USING (owner = scn_who() OR note = '3')"
expect_exit 3 dunlin test rls --file keyless.toml --json
expect_json '[.cells[] | select(.cell | test("notes")) | .verdict] | unique | join(" ")' leak
expect_json '[.cells[] | select(.cell | test("notes")) | .extra[]] | unique | join(" ")' '["bob", "3"]'
run_sql "DROP TABLE notes, \"Odd \"\"Table\"; DROP FUNCTION scn_who"
# COPY of a partitioned table reads none of its partitions: fewer rows than SELECT shows is no leak.
run_sql "CREATE TABLE parts (id int PRIMARY KEY, owner uuid NOT NULL) PARTITION BY LIST (id); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1, 2);
  ALTER TABLE parts ENABLE ROW LEVEL SECURITY; GRANT SELECT ON parts TO scn_user; CREATE POLICY own ON parts TO scn_user USING (owner = auth.uid());
  INSERT INTO parts VALUES (1, '00000000-0000-0000-0000-00000000000a'), (2, '00000000-0000-0000-0000-00000000000b')"
cat >parts.toml <<'TOML'
[identities]
alice = { role = "scn_user", claims = { sub = "00000000-0000-0000-0000-00000000000a" } }
[tables."public.parts".select]
alice = "id = 1"
TOML
dunlin test rls --file parts.toml --json >parts.json || true
jq -e '[.. | strings | select(test("COPY counts"))] == []' parts.json >/dev/null || fail "COPY is said to show hidden rows"
run_sql "DROP TABLE parts"

# ---- two hundred cases
{
  sed '/^\[tables/,$d' tests/rls.toml
  for i in $(seq 1 50); do
    echo "[tables.\"public.t$i\"]"
    echo "select = { alice = \"owner = '00000000-0000-0000-0000-00000000000a'\" }"
    echo "update = { alice = \"owner = '00000000-0000-0000-0000-00000000000a'\" }"
    echo "delete = { alice = \"denied\" }"
  done
} | sed 's/^fixtures.*//' >many.toml
run_sql "DO \$\$ BEGIN FOR i IN 1..50 LOOP EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, owner uuid, note text)', i);
  EXECUTE format('INSERT INTO t%s SELECT g, (''00000000-0000-0000-0000-00000000000'' || (CASE g %% 2 WHEN 0 THEN ''a'' ELSE ''b'' END))::uuid, ''n'' FROM generate_series(1, 100) g', i);
  EXECUTE format('ALTER TABLE t%s ENABLE ROW LEVEL SECURITY', i);
  EXECUTE format('CREATE POLICY own ON t%s TO scn_user USING (owner = auth.uid())', i);
  EXECUTE format('GRANT SELECT, UPDATE ON t%s TO scn_user', i); END LOOP; END \$\$"
# How long they take is the machine's: bench/ has figures.
expect_exit 0 dunlin test rls --file many.toml --json
expect_json '.cells | length' 250
expect_json '[.cells[] | select(.verdict != "ok")] | length' 0
