# With a database named, its catalog and its sizes stand for the files that it has.
file migrations/001_tables.sql <<'SQL'
CREATE TABLE large (id bigint PRIMARY KEY, name text);
CREATE TABLE small (id bigint PRIMARY KEY, name text);
INSERT INTO large SELECT i, repeat('x', 100) FROM generate_series(1, 100000) i;
INSERT INTO small VALUES (1, 'one');
SQL
migrate
run_sql ANALYZE
file migrations/002_indexes.sql <<'SQL'
CREATE INDEX large_name ON large (name);
CREATE INDEX small_name ON small (name);
SQL
expect_exit 3 dunlin lint --env development --json
expect_json '[.findings[] | select(.rule == "index-not-concurrent")] | map(.object + " " + .severity + " " + .evidence) | join(", ")' \
  "public.large error catalog, public.small note catalog"
expect_output "100,000 rows"
expect_exit 3 dunlin lint --env development --effects
expect_output "ShareLock on public.large, index_build"

# A dump does the same without a server, but for the sizes.
pg_dump -s -f dump.sql
expect_exit 2 dunlin lint --schema dump.sql
expect_exit 3 dunlin lint --schema dump.sql migrations/002_indexes.sql --json
expect_json '[.findings[] | select(.rule == "index-not-concurrent") | .object] | join(", ")' "public.large, public.small"
expect_json .summary.files 1

# A database alone is judged too, from a folder without a project.
run_sql "CREATE INDEX one_way ON small (name, id); CREATE INDEX another_way ON small (name, id)"
mkdir elsewhere
cd elsewhere
expect_exit 0 dunlin lint --db-url "$DUNLIN_DATABASE_URL" --profile all --fail-on never --json
expect_json '[.findings[] | select(.rule == "duplicate-index")] | length' 1

# So is its row security, as the server spells it.
psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
CREATE SCHEMA auth;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE TABLE open (id int PRIMARY KEY);
CREATE TABLE kept (id int PRIMARY KEY, owner uuid);
ALTER TABLE kept ENABLE ROW LEVEL SECURITY;
CREATE POLICY slow ON kept FOR SELECT USING (auth.uid() = owner);
CREATE POLICY fast ON kept FOR INSERT WITH CHECK ((select auth.uid()) = owner);
CREATE VIEW past AS SELECT * FROM kept;
CREATE VIEW asks WITH (security_invoker = true) AS SELECT * FROM kept;
CREATE FUNCTION loose() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM kept';
CREATE FUNCTION fixed() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT count(*) FROM public.kept';
CREATE FUNCTION atomic() RETURNS bigint LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT count(*) FROM kept; END;
GRANT SELECT ON open, kept TO PUBLIC;
SQL
expect_exit 0 dunlin lint --db-url "$DUNLIN_DATABASE_URL" --profile strict --fail-on never --json
expect_json '[.findings[] | select(.rule == "rls-missing-on-new-table") | .object] | join(" ")' public.open
expect_json '[.findings[] | select(.rule == "secdef-view") | .object] | join(" ")' public.past
expect_json '[.findings[] | select(.rule == "secdef-no-search-path") | .object] | join(" ")' public.loose
expect_json '[.findings[] | select(.rule == "policy-initplan") | .message] | join(" ")' 'policy "slow" calls auth.uid for each row of public.kept'
