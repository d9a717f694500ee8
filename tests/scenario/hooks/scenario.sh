# Hooks before and after the run (SQL) and each migration (a command); one that fails stops the run there.
migrate
expect_sql "SELECT string_agg(t, ', ' ORDER BY n) FROM hook_log" "before run, after run"
[ "$(tr '\n' ',' <hook.log)" = "before_migration 001_a,after_migration 001_a,before_migration 002_b,after_migration 002_b," ] || fail "$(cat hook.log)"
migrate   # nothing to do: no hook
expect_sql "SELECT count(*) FROM hook_log" 2

file migrations/003_c.sql <<<"CREATE TABLE c (id int);"
file migrations/004_d.sql <<<"CREATE TABLE d (id int);"
touch stop
expect_exit 1 dunlin migrate
expect_output "after_migration" "exit code 1"
expect_applied 001 002 003
expect_no_table d
rm stop
sed -i 's/^before_migration = .*/before_migration = "false"/' dunlin.toml
expect_exit 1 dunlin migrate --json
expect_json .outcome failed
expect_no_table d
sed -i 's/^before_migration = .*/before_migration = ""/' dunlin.toml
echo "SELECT 1/0;" >hooks/before.sql
expect_exit 1 dunlin migrate
expect_output "hooks/before.sql:1:1" "division by zero"
expect_no_table d
expect_sql "SELECT count(*) FROM dunlin.run WHERE finished_at IS NULL" 0
echo "SELECT 1;" >hooks/before.sql
migrate
expect_table d
expect_exit 0 dunlin status --check
