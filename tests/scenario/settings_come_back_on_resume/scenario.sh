# SET and SET ROLE in a file hold again when the file is resumed in a new session; the journal is ours all the time.
run_sql "DROP ROLE IF EXISTS scenario_owner_settings; CREATE ROLE scenario_owner_settings; ALTER DATABASE \"$PGDATABASE\" OWNER TO scenario_owner_settings"
sed -i '1a GRANT ALL ON SCHEMA app TO scenario_owner_settings;' migrations/001_a.sql
for point in after-commit after-intent after-done after-intent:2 after-done:2 none; do
  run_sql "SET client_min_messages = warning; DROP SCHEMA IF EXISTS dunlin CASCADE; DROP SCHEMA IF EXISTS app CASCADE"
  [ $point = none ] || expect_exit 137 env DUNLIN_KILL_AT=$point "$DUNLIN" migrate
  migrate
  expect_sql "SELECT string_agg(c.relname || ' ' || pg_get_userbyid(relowner), ', ' ORDER BY relname) FROM pg_class c WHERE relnamespace = 'app'::regnamespace AND relkind = 'r'" \
    "a scenario_owner_settings, b scenario_owner_settings, c scenario_owner_settings"
  expect_sql "SELECT count(*) FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'i' AND pg_get_userbyid(relowner) = 'scenario_owner_settings'" 2
  expect_sql "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'dunlin'" postgres
  expect_sql "SELECT count(*) FROM dunlin.completion WHERE outcome = 'done'" 2
done
run_sql "ALTER DATABASE \"$PGDATABASE\" OWNER TO postgres; DROP OWNED BY scenario_owner_settings CASCADE; DROP ROLE scenario_owner_settings"
