# What doctor says before a migration: server, rights, capacity. What is no harm in development is one in production.
mkdir -p migrations
printf "CREATE TABLE a (id int);\n" >migrations/001_a.sql
expect_exit 0 dunlin doctor
expect_output "PostgreSQL 15" "TLS" "max_connections" "pool of the environment 10" "shared_buffers" "free" "are needed" "fsync or full_page_writes is off"
# A fifth of the database once more is what the disk should have room for.
expect_exit 0 dunlin doctor --json
expect_json '[.checks[] | select(.check == "size" or .check == "free disk there") | .found | capture("(?<n>[0-9.]+) (?<u>[kMG]?B)( are needed)?$") | (.n | tonumber) * {"B": 1, "kB": 1000, "MB": 1000000, "GB": 1000000000}[.u]] | .[1] / .[0] > 0.15 and .[1] / .[0] < 0.25 | tostring' true
printf '[environments.production]\nurl = "%s"\n' "${DUNLIN_DATABASE_URL:-$DATABASE_URL}" >dunlin.toml
expect_exit 3 dunlin doctor --env production --json
expect_json '[.checks[] | select(.ok | not) | .check] | unique | join(",")' "connections,settings"
expect_json '[.checks[] | select(.check == "connections") | .found | test("pool of the environment 100")] | any | tostring' true
