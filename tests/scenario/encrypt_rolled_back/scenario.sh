# The pack is taken back and applied again: numbers of keys aren't given twice, and values without their key are reported.
mkdir -p migrations
run_sql "CREATE EXTENSION pgcrypto"
run_sql "CREATE TABLE users (id bigint PRIMARY KEY, email text, email_encrypted text, email_salt text, email_index bytea)"
run_sql "INSERT INTO users (id, email) SELECT n, 'user' || n || '@example.org' FROM generate_series(1, 300) AS n"
expect_exit 0 dunlin pack add encryption
file migrations/20990101000000_register.sql <<'SQL'
SELECT dunlin_pack.register_encrypted_column('public.users', 'email_encrypted', 'email', 'email',
  salt_column => 'email_salt', index_column => 'email_index', normaliser => 'email', bound => true);
-- dunlin:down
SELECT dunlin_pack.unregister_encrypted_column('public.users', 'email_encrypted');
SQL
migrate
expect_exit 0 dunlin encrypt keys new kek
DUNLIN_KEK=$(cat kek)
export DUNLIN_KEK
expect_exit 0 dunlin encrypt keys init
expect_exit 0 dunlin encrypt backfill
expect_exit 0 dunlin encrypt status --check
expect_no_output "to do"
rollback --steps 2 --yes
kept=$(sql "SELECT relname FROM pg_class WHERE relnamespace = 'dunlin_kept'::regnamespace AND relname ~ '^dunlin_pack__dek__'")
[ -n "$kept" ] || fail "no keys were kept"
expect_sql "SELECT to_regnamespace('dunlin_pack') IS NULL" t  # no other pack is in it

# Applied again, there are values and no keys: said, and nothing is begun.
migrate
expect_exit 3 dunlin encrypt status --check
expect_output "300 of 300 encrypted" "300 values of public.users.email_encrypted are under key 1, which dunlin_pack.dek doesn't have" "$kept"
expect_exit 3 dunlin encrypt status --check --json
expect_json '.to_do | length' 1
for verb in "keys init" "keys init --purpose phone" backfill "rotate --purpose email"; do
  # shellcheck disable=SC2086
  expect_exit 5 dunlin encrypt $verb
  expect_output "300 values of public.users.email_encrypted are under key 1" "INSERT INTO dunlin_pack.dek OVERRIDING SYSTEM VALUE"
done
expect_sql "SELECT count(*) FROM dunlin_pack.dek" 0

# What is printed puts them back, and everything is as it was.
statement=$(sed -n 's/.*\(INSERT INTO dunlin_pack.dek .*)\).*/\1/p' "$captured/all")
[ -n "$statement" ] || fail "no statement is printed"
run_sql "$statement"
expect_exit 0 dunlin encrypt status --check
expect_exit 0 dunlin encrypt verify
expect_exit 0 dunlin encrypt rotate --purpose email
expect_output "key 3 for email"
expect_exit 0 dunlin encrypt verify

# Values in a column that isn't registered keep their numbers too.
run_sql "CREATE TABLE elsewhere AS SELECT id, email_encrypted FROM users"
run_sql "UPDATE users SET email_encrypted = NULL, email_salt = NULL, email_index = NULL"
rollback --steps 2 --yes
migrate
expect_exit 0 dunlin encrypt keys init
expect_output "key 4 for email" "key 5 for email_index"
expect_exit 0 dunlin encrypt backfill
expect_exit 0 dunlin encrypt verify
expect_sql "SELECT count(*) FROM elsewhere WHERE email_encrypted ~ '^v1\.[45]\.'" 0

# Keys are gone, and nowhere kept: what is left is to be told where they may be.
rollback --steps 2 --yes
run_sql "DROP SCHEMA dunlin_kept CASCADE"
migrate
expect_exit 5 dunlin encrypt keys init
expect_output "are under key 4" "from a backup"
run_sql "UPDATE users SET email_encrypted = NULL"
expect_exit 0 dunlin encrypt keys init
expect_exit 0 dunlin encrypt backfill
expect_exit 0 dunlin encrypt verify

# A sequence that doesn't know the numbers of keys that were put back gets past them.
run_sql "ALTER TABLE dunlin_pack.dek ALTER COLUMN kid RESTART"
expect_exit 0 dunlin encrypt rotate --purpose email
expect_output "key 3 for email"
