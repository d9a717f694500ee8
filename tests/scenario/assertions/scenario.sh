# An assertion that isn't true fails its segment; on resume the one before the point of resumption is checked again.
migrate
expect_table guarded
for query in "SELECT count(*) = 2 FROM a" "SELECT NULL::bool"; do
  printf -- 'CREATE TABLE x (id int);\n-- dunlin:assert %s\nCREATE TABLE y (id int);\n' "$query" >migrations/002_b.sql
  expect_exit 1 dunlin migrate
  expect_output "assertion failed" "$query" "002_b.sql:2:" "nothing of 002_b remains"
  expect_no_table x y
done
cat >migrations/002_b.sql <<'SQL'
CREATE TABLE x (id int);
CREATE INDEX CONCURRENTLY x_id ON x (id);
-- dunlin:assert SELECT count(*) < 5 FROM x
CREATE INDEX CONCURRENTLY x_id2 ON missing (id);
CREATE TABLE y (id int);
SQL
expect_exit 1 dunlin migrate
expect_state 002 partial
run_sql "INSERT INTO x SELECT generate_series(1, 9)"
sed -i 's/ON missing/ON x/' migrations/002_b.sql
expect_exit 1 dunlin migrate
expect_output "assertion failed" "002_b.sql:3:"
expect_no_table x_id2 y
run_sql "DELETE FROM x"
migrate
expect_table x_id2 y
