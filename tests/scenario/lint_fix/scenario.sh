# lint --fix rewrites files only where the fixed file is proven to end in the same database, and never an applied one.
file migrations/001_users.sql <<'SQL'
CREATE TABLE users (id bigint PRIMARY KEY, email text, name text);
SQL
file migrations/002_index.sql <<'SQL'
-- Description: find users by e-mail

-- by e-mail
CREATE INDEX users_email ON users (email);
-- dunlin:down
DROP INDEX users_email;
SQL
cp migrations/002_index.sql before.sql
expect_exit 0 dunlin lint --fix --dry-run
expect_output "+CREATE INDEX CONCURRENTLY users_email ON users (email);" "the same schema, the same rows" "not written"
cmp before.sql migrations/002_index.sql || fail "--dry-run wrote"
expect_exit 0 dunlin lint --fix
expect_output "written"
grep -q '^CREATE INDEX CONCURRENTLY users_email ON users (email);$' migrations/002_index.sql || fail "not fixed"
grep -q '^-- by e-mail$' migrations/002_index.sql || fail "the comment is gone"
grep -q '^DROP INDEX users_email;$' migrations/002_index.sql || fail "the down section is gone"
expect_exit 0 dunlin lint
expect_exit 0 dunlin lint --fix
expect_output "0 files fixed"
migrate
expect_sql "SELECT indisvalid FROM pg_index WHERE indexrelid = 'users_email'::regclass" t

# An applied file stays as it is.
file migrations/003_name.sql <<'SQL'
CREATE INDEX users_name ON users (name);
SQL
migrate
cp migrations/003_name.sql before.sql
expect_exit 3 dunlin lint --fix
expect_output "the file is applied"
cmp before.sql migrations/003_name.sql || fail "an applied file was rewritten"

# One that can't be proven stays too.
rm migrations/003_name.sql
dunlin repair --forget 003 --reason test >/dev/null
file migrations/004_broken.sql <<'SQL'
CREATE INDEX users_name2 ON users (name);
SELECT nothing_like_this();
SQL
cp migrations/004_broken.sql before.sql
expect_exit 3 dunlin lint --fix --json
expect_json '.files[0].state' unproven
cmp before.sql migrations/004_broken.sql || fail "an unproven fix was written"
rm migrations/004_broken.sql

# What no server runs has nothing to be compared with: the fixed file has to run.
file migrations/004_in_a_transaction.sql <<'SQL'
BEGIN;
CREATE INDEX CONCURRENTLY users_name3 ON users (name);
COMMIT;
SQL
expect_exit 0 dunlin lint --fix
expect_output "the original always fails" "written"
file migrations/005_parts.sql <<'SQL'
CREATE TABLE parts (id int NOT NULL, word text) PARTITION BY RANGE (id);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (1000);
SQL
file migrations/006_parts_index.sql <<'SQL'
CREATE INDEX CONCURRENTLY parts_word ON parts (word);
SQL
expect_exit 0 dunlin lint --fix
expect_output "(SQLSTATE 0A000)" "the original always fails" "written"
migrate
expect_sql "SELECT count(*), bool_and(indisvalid) FROM pg_index WHERE indexrelid::regclass::text ~ '^parts|users_name3'" "3|t"
