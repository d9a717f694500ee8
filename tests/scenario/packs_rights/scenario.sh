# shellcheck shell=bash disable=SC2154
# What a role lacks for a pack, or for the ledger of another one, is named with the statement that gives it.
run_sql "CREATE ROLE spr_owner LOGIN; CREATE ROLE spr_other LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC"
forget_roles() {
  psql -X -q -c "DROP OWNED BY spr_owner, spr_other" -c "DROP ROLE spr_owner, spr_other" >/dev/null 2>&1 || true
}
trap 'status=$?; forget_roles; exit $status' EXIT
as_owner=$(url_of spr_owner)
as_other=$(url_of spr_other)
# Every statement that is proposed is one that a server takes.
run_proposed() {
  local statement
  grep -oE '^ +(GRANT|ALTER ROLE) [^;]*;' "$captured/all" | while read -r statement; do run_sql "$statement" || fail "not SQL: $statement"; done
}

# ---- no database is known: names to be put in, and valid SQL all the same
expect_exit 0 dunlin pack show roles
expect_output 'GRANT CREATE ON DATABASE "<database>" TO "<who migrates>";' 'ALTER ROLE "<who migrates>" CREATEROLE;'

# ---- no CREATE on the database, then none on the schema
expect_exit 5 dunlin pack add query_log --db-url "$as_owner"
expect_output "permission denied for database" 'a DBA runs' 'TO "spr_owner";'
run_proposed
expect_sql "SELECT has_database_privilege('spr_owner', current_database(), 'CREATE')" t
expect_exit 5 dunlin pack add query_log --db-url "$as_owner"
expect_output "permission denied for schema public" 'GRANT CREATE ON SCHEMA "public" TO "spr_owner";'
run_proposed
# ---- optional needs that can be asked for by name
expect_exit 0 dunlin pack add query_log --db-url "$as_owner" --dry-run
expect_output 'not there, so that part is skipped: privilege pg_read_all_stats' 'GRANT "pg_read_all_stats" TO "spr_owner";'
run_sql "GRANT pg_read_all_stats TO spr_owner"
expect_exit 0 dunlin pack add query_log --db-url "$as_owner" --dry-run
expect_no_output 'privilege pg_read_all_stats'

# ---- the ledger is another role's
expect_exit 0 dunlin pack add query_log --db-url "$as_owner"
migrate --db-url "$as_owner"
for command in status migrate "pack list" log plan; do
  # shellcheck disable=SC2086
  expect_exit 5 dunlin $command --db-url "$as_other"
  expect_output "role spr_other may not use the ledger of this database: schema dunlin belongs to spr_owner" "connect as spr_owner" \
    "GRANT USAGE ON SCHEMA dunlin TO spr_other;"
done
expect_exit 5 dunlin status --db-url "$as_other"
run_proposed
expect_exit 0 dunlin status --db-url "$as_other"
echo "SELECT 1;" >migrations/002_more.sql
expect_exit 5 dunlin migrate --db-url "$as_other"
expect_output "schema dunlin belongs to spr_owner"
run_sql "GRANT spr_owner TO spr_other"
migrate --db-url "$as_other"
