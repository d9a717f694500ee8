# What an environment's policies demand is enforced before anything is touched; what is accepted by name is recorded.
file migrations/001_users.sql <<'SQL'
CREATE TABLE users (id bigint PRIMARY KEY, email text);
-- dunlin:down
DROP TABLE users;
SQL
migrate
printf '[policy]\nnon_blocking = true\nrequire_rollback = true\nrequire_metadata = true\n' >dunlin.toml
file migrations/002_index.sql <<'SQL'
CREATE INDEX users_email ON users (email);
SQL
remember_catalog
expect_exit 3 dunlin migrate
expect_output "blocks-writes-while-it-scans" "missing-rollback" "missing-metadata" "002_index.sql:1:1" "nothing was changed"
expect_same_catalog
expect_exit 3 dunlin plan
expect_exit 3 dunlin migrate --json
expect_json '.outcome + " " + (.findings | map(.rule) | unique | join(","))' "refused blocks-writes-while-it-scans,missing-metadata,missing-rollback"
expect_exit 2 dunlin migrate --accept blocks-writes-while-it-scans
expect_output "--reason"
expect_exit 2 dunlin migrate --accept block-writes --reason x
expect_output "there is no rule block-writes"
expect_exit 3 dunlin migrate --accept blocks-writes-while-it-scans --reason "forty rows"
expect_same_catalog
file migrations/002_index.sql <<'SQL'
-- Description: find users by e-mail
-- Author: Ada
-- Date: 2025-01-31
CREATE INDEX users_email ON users (email);
-- dunlin:down
DROP INDEX users_email;
SQL
expect_exit 0 dunlin migrate --accept blocks-writes-while-it-scans --reason "forty rows"
expect_sql "SELECT reason FROM dunlin.run ORDER BY id DESC LIMIT 1" "accepted blocks-writes-while-it-scans: forty rows"
expect_exit 0 dunlin log
expect_output "forty rows"
# The environment in force decides.
printf '[policy]\nnon_blocking = true\n[environments.development.policy]\nnon_blocking = false\n' >dunlin.toml
file migrations/003_index.sql <<'SQL'
CREATE INDEX users_id ON users (id, email);
SQL
migrate
expect_applied 001 002 003
# Hours in which migrations may run, by the server's clock.
opens() { sql "SELECT to_char(now() AT TIME ZONE 'UTC' + interval '$1', 'HH24:MI')"; }
printf '[policy]\nwindow = "%s-%s"\n' "$(opens '2 hours')" "$(opens '3 hours')" >dunlin.toml
file migrations/004_teams.sql <<'SQL'
CREATE TABLE teams (id bigint PRIMARY KEY);
-- dunlin:down
DROP TABLE teams;
SQL
remember_catalog
expect_exit 0 dunlin plan
expect_exit 5 dunlin migrate
expect_output "migrations run between $(opens '2 hours')-$(opens '3 hours') UTC" "again in" "--accept window"
expect_same_catalog
expect_exit 0 dunlin migrate --accept window --reason "the shop is closed"
expect_sql "SELECT reason FROM dunlin.run ORDER BY id DESC LIMIT 1" "accepted window: the shop is closed"
expect_exit 0 dunlin rollback
printf '[policy]\nwindow = "%s-%s Etc/GMT"\n' "$(opens '-1 hours')" "$(opens '1 hour')" >dunlin.toml
expect_exit 0 dunlin migrate
expect_exit 0 dunlin rollback
printf '[policy]\nwindow = "02:00-04:00 Atlantis/Capital"\n' >dunlin.toml
expect_exit 2 dunlin migrate
expect_output "time zone Atlantis/Capital"
printf '[policy]\nwindow = "2-4"\n' >dunlin.toml
expect_exit 2 dunlin migrate
expect_output "dunlin.toml:2" "not a window of a day"
