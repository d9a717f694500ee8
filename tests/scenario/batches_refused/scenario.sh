# What can't run in batches is refused before a row is changed, with what is missing; and an edited statement of which
# batches have committed doesn't go on.
run_sql "CREATE TABLE t (id int, n int NOT NULL DEFAULT 0, f float8 UNIQUE, g int GENERATED ALWAYS AS (n) STORED UNIQUE, a int, b int, c text COLLATE \"C\", part int)"
run_sql "CREATE UNIQUE INDEX ON t (b, a); CREATE UNIQUE INDEX ON t (c text_pattern_ops); CREATE UNIQUE INDEX ON t (part) WHERE part > 0; CREATE INDEX ON t (id)"
run_sql "INSERT INTO t (id, n, f, a, b, c) SELECT i, -i, i, i, i, i::text FROM generate_series(1, 5) i"
run_sql "CREATE VIEW v AS SELECT * FROM t"
run_sql "CREATE TABLE parent (id int PRIMARY KEY, n int); CREATE TABLE child () INHERITS (parent); INSERT INTO parent VALUES (1, 0); INSERT INTO child VALUES (2, 0)"
refused_batch() {  # OPTIONS STATEMENT TEXT...
  printf -- '-- dunlin:batch %s\n%s;\n' "$1" "$2" >migrations/001_a.sql
  expect_exit 5 dunlin migrate
  expect_output "${@:3}" "migrations/001_a.sql:2:1" "nothing of this statement has run"
  expect_state 001 pending
  [ "$(sql 'SELECT sum(n) FROM t')" = -15 ] || fail "rows were changed"
}
mkdir migrations
refused_batch "table=nowhere key=id" "DELETE FROM nowhere" "there is no table"
refused_batch "table=v key=id" "DELETE FROM v" "isn't a table"
refused_batch "table=t key=x" "DELETE FROM t" "has no column x"
refused_batch "table=t key=id" "UPDATE t SET n = 1" 'need a unique index on just ("id")' "CREATE UNIQUE INDEX CONCURRENTLY"
refused_batch "table=t key=f" "UPDATE t SET n = 1" "a column of type double precision (f) can't be the key of batches"
refused_batch "table=t key=g" "UPDATE t SET n = 1" "column g is generated from others"
refused_batch "table=t key=a,b" "UPDATE t SET n = 1" 'need a unique index on just ("a", "b"), in this order'
refused_batch "table=t key=c" "UPDATE t SET n = 1" "need a unique index"
refused_batch "table=t key=part" "UPDATE t SET n = 1" "need a unique index"
run_sql "UPDATE t SET a = NULL WHERE id = 3"
refused_batch "table=t key=b,a" "UPDATE t SET n = 1" 'has rows whose "a" is NULL'
run_sql "CREATE SCHEMA other; CREATE TABLE other.t (id int PRIMARY KEY)"
refused_batch "table=other.t key=id" "UPDATE t SET n = 1" "isn't the one that the statement changes"
refused_batch "table=parent key=id" "UPDATE parent SET n = 1" "other tables inherit from" "write ONLY"
printf -- '-- dunlin:batch table=parent key=id\nUPDATE ONLY parent SET n = 1;\n-- dunlin:batch table=child key=id\nUPDATE child SET n = 1;\n' >migrations/001_a.sql
expect_exit 5 dunlin migrate
expect_output "001_a.sql:4:1" "need a unique index"
expect_state 001 partial
run_sql "ALTER TABLE child ADD PRIMARY KEY (id)"
migrate
expect_sql "SELECT string_agg(n::text, ' ') FROM parent" "1 1"

# A statement that fails in its third batch, and what may be done then.
run_sql "CREATE TABLE d (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, by int NOT NULL DEFAULT 1); INSERT INTO d SELECT generate_series(1, 50); UPDATE d SET by = 0 WHERE id = 25"
file migrations/002_b.sql <<'SQL'
CREATE TABLE before_it (id int);
-- dunlin:batch table=d key=id size=10
UPDATE d SET n = n + 1 / by
  WHERE n / by = 0;
CREATE TABLE behind_it (id int);
SQL
expect_exit 1 dunlin migrate --json
expect_json .error.line 3
expect_json '.migrations[0] | "\(.batches) \(.rows)"' "2 20"
expect_exit 1 dunlin migrate
expect_output "division by zero" "002_b.sql:" "the batches that have committed stay"
expect_table before_it
expect_no_table behind_it
expect_sql "SELECT sum(n), max(id) FILTER (WHERE n > 0) FROM d" "20|20"
expect_exit 0 dunlin status
expect_output "partial" "(20 rows in 2 batches, about"
expect_exit 0 dunlin status --json
expect_json '.migrations[1].progress | startswith("20 rows in 2 batches")' true
for edit in 's/n + 1/n + 2/' '/dunlin:batch/d' '/dunlin:batch/d; /UPDATE/d; /WHERE/d; /behind_it/d' 's/key=id/key=by/'; do
  cp migrations/002_b.sql b.sql
  sed -i "$edit" migrations/002_b.sql
  expect_exit 5 dunlin migrate
  expect_output "2 batches" "dunlin repair --statement"
  expect_sql "SELECT sum(n) FROM d" 20
  mv b.sql migrations/002_b.sql
done
run_sql "UPDATE d SET by = 1"
sed -i 's/size=10/size=7/' migrations/002_b.sql   # how it runs may change
migrate
expect_output "finished"
expect_sql "SELECT min(n), max(n) FROM d" "1|1"
expect_table behind_it

# A rollback may give it up, and repair may start it over.
file migrations/003_c.sql <<'SQL'
-- dunlin:batch table=d key=id size=10
-- dunlin:verify SELECT count(*) = 0 FROM d WHERE n <> 3
UPDATE d SET n = n + 1;
-- dunlin:down
UPDATE d SET n = 1;
SQL
expect_exit 1 dunlin migrate
expect_output "what dunlin:verify asks isn't true"
expect_exit 1 dunlin migrate
expect_sql "SELECT min(n), max(n) FROM d" "2|2"
expect_exit 0 dunlin repair --statement again --reason "each row once more"
migrate
expect_sql "SELECT min(n), max(n) FROM d" "3|3"
rollback
sed -i 's/^UPDATE d SET n = n + 1;/UPDATE d SET n = n + 1 \/ (id - 20);/' migrations/003_c.sql
expect_exit 1 dunlin migrate
expect_sql "SELECT count(*) FROM d WHERE n = 1" 50
rollback
expect_state 003 pending
expect_sql "SELECT count(*) FROM dunlin.completion WHERE outcome = 'abandoned'" 1
