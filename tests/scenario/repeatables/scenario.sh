# Repeatables run last, again when they change, and what another one needs goes first.
migrate --json
expect_json '[.migrations[] | select(.kind == "repeatable") | .name] | index("z_base") < index("a_top")' true
expect_json '.migrations | length' 4
expect_sql "SELECT n FROM a_top" 0
migrate
expect_output "nothing to do"
sed -i "s/SELECT 1/SELECT 2/" repeatable/f.sql
expect_exit 3 dunlin status --check
migrate --json
expect_json '[.migrations[].name] | join(" ")' f
expect_sql "SELECT f()" 2
file migrations/002_b.sql <<<"CREATE TABLE b (id int);"
migrate --to 2
