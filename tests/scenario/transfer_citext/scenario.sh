# Where citext comes from: made by a role that may, refused where it may not, found in another schema.
sqlite3 app.db "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE UNIQUE);
  CREATE VIEW anns AS SELECT email FROM users WHERE email = 'ANN@x.org'; INSERT INTO users (email) VALUES ('Ann@x.org'), ('bob@x.org')"
printf '[transfer]\nnocase = "citext"\n' >dunlin.toml
cleanup_role() { run_sql "DROP OWNED BY s_citext_mover; DROP ROLE s_citext_mover"; }

# A role that may CREATE in the database can make it, because it is trusted; in nobody else's database.
run_sql "CREATE ROLE s_citext_mover LOGIN; GRANT CREATE ON SCHEMA public TO s_citext_mover"
as_mover() { DUNLIN_DATABASE_URL="${DUNLIN_DATABASE_URL/user=postgres/user=s_citext_mover}" dunlin "$@"; }
expect_exit 3 as_mover transfer prepare --from app.db --json
expect_json '[.phases[].checks[] | select(.state == "refused") | .name] | join(",")' "rights,citext"
run_sql "GRANT CREATE ON DATABASE s_transfer_citext TO s_citext_mover"
expect_exit 0 as_mover transfer run --from app.db --yes
expect_sql "SELECT extnamespace::regnamespace || ' ' || extowner::regrole FROM pg_extension WHERE extname = 'citext'" "public s_citext_mover"
expect_sql "SELECT email FROM anns" "Ann@x.org"
expect_exit 0 as_mover transfer return --drop --from app.db --yes
run_sql "DROP EXTENSION citext; DROP SCHEMA dunlin CASCADE"
rm -rf migrations database .dunlin

# In another schema, which is in nobody's search_path: said, and loaded all the same.
run_sql "CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions"
expect_exit 0 dunlin transfer run --from app.db --yes
expect_output "which isn't in the search_path"
expect_sql "SELECT email FROM anns" "Ann@x.org"
expect_exit 0 dunlin transfer verify --from app.db
expect_exit 0 dunlin transfer return --drop --from app.db --yes
run_sql "DROP SCHEMA extensions CASCADE; DROP SCHEMA dunlin CASCADE"
cleanup_role
