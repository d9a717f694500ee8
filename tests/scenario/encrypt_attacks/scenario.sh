# Somebody who may write every table, and has no key: what is noticed, by SQL and by dunlin. What isn't stands in the pack's README.
mkdir -p migrations
run_sql "CREATE EXTENSION pgcrypto"
run_sql "CREATE TABLE people (id bigint PRIMARY KEY, phone text, email text, email_encrypted text, email_salt text, email_index bytea, note text)"
run_sql "INSERT INTO people (id, phone, email) SELECT n, '+33' || (600000000 + n), 'p' || n || '@example.org' FROM generate_series(1, 300) AS n"
expect_exit 0 dunlin pack add encryption --param phone_tables=public.people
migrate
run_sql "SELECT dunlin_pack.register_encrypted_column('people', 'email_encrypted', 'email', 'email', 'email_salt', 'email_index', 'email', bound => true)"
expect_exit 0 dunlin encrypt keys new kek
DUNLIN_KEK=$(cat kek)
export DUNLIN_KEK
expect_exit 0 dunlin encrypt keys init
expect_exit 0 dunlin encrypt backfill
run_sql "SELECT dunlin_pack.forget_plain_column('people', 'phone_encrypted'), dunlin_pack.forget_plain_column('people', 'email_encrypted')"
run_sql "ALTER TABLE people DROP COLUMN phone, DROP COLUMN email; CREATE TABLE saved AS SELECT * FROM people; CREATE TABLE saved_dek AS SELECT * FROM dunlin_pack.dek"
expect_exit 0 dunlin encrypt verify

# The server lists rows as they lie in the table.
by_server() { expect_exit 3 dunlin encrypt verify --mode server; grep -qE -e "$1" "$captured/all" || fail "no output '$1'"; }
put_back() {
  run_sql "UPDATE people p SET (phone_encrypted, phone_salt, phone_index, email_encrypted, email_salt, email_index) =
    (s.phone_encrypted, s.phone_salt, s.phone_index, s.email_encrypted, s.email_salt, s.email_index) FROM saved s WHERE s.id = p.id"
}
# expect_noticed SQL TEXT-OF-DUNLIN TEXT-OF-SQL
expect_noticed() {
  run_sql "$1"
  expect_exit 3 dunlin encrypt verify
  expect_output "$2"
  by_server "$3"
  put_back
}
swap() { echo "UPDATE people p SET $1 FROM saved s WHERE (p.id, s.id) IN ((10, 20), (20, 10))"; }
expect_noticed "UPDATE people SET phone_encrypted = overlay(phone_encrypted PLACING CASE substr(phone_encrypted, 40, 1) WHEN 'A' THEN 'B' ELSE 'A' END FROM 40) WHERE id = 10" \
  "10  altered" "cannot be decrypted: 10"
expect_noticed "UPDATE people SET phone_encrypted = '+33700000000' WHERE id = 10" "10  not_an_envelope" "cannot be decrypted: 10"
expect_noticed "UPDATE people SET phone_encrypted = left(phone_encrypted, -24) WHERE id = 10" "10  altered" "cannot be decrypted: 10"
expect_noticed "UPDATE people SET phone_encrypted = replace(phone_encrypted, 'v1.', 'v2.') WHERE id = 10" "10  altered" "cannot be decrypted: 10"
# Between rows: only a part of what belongs together; then all of it.
expect_noticed "$(swap 'phone_encrypted = s.phone_encrypted')" "20  altered" "cannot be decrypted: (10; 20|20; 10) "
expect_noticed "$(swap 'phone_salt = s.phone_salt')" "20  altered" "cannot be decrypted: (10; 20|20; 10) "
expect_noticed "UPDATE people p SET phone_encrypted = s.phone_encrypted, phone_salt = s.phone_salt, phone_index = s.phone_index FROM saved s WHERE p.id = 10 AND s.id = 20" \
  "2 rows share their salt" "rows that share a salt \\(2\\)"
expect_noticed "$(swap 'email_encrypted = s.email_encrypted, email_salt = s.email_salt, email_index = s.email_index')" "20  altered" "cannot be decrypted: (10; 20|20; 10) "
expect_noticed "$(swap 'phone_index = s.phone_index')" "20  wrong_index" "has another blind index: (10; 20|20; 10) "
# Between columns and purposes.
expect_noticed "UPDATE people SET phone_encrypted = email_encrypted, phone_salt = email_salt WHERE id = 10" "10  unknown_key" "cannot be decrypted: 10"
expect_noticed "UPDATE people p SET phone_encrypted = regexp_replace(email_encrypted, '^v1\.\d+', 'v1.' || (SELECT kid FROM dunlin_pack.dek WHERE purpose = 'phone')), phone_salt = email_salt WHERE id = 10" \
  "10  altered" "cannot be decrypted: 10"

# Keys: one of his own, another purpose's in its place.
expect_key_error() {
  run_sql "$1"
  expect_exit 5 dunlin encrypt verify
  expect_output "cannot be unwrapped"
  run_sql "UPDATE dunlin_pack.dek d SET wrapped = s.wrapped, kek_id = s.kek_id FROM saved_dek s WHERE s.kid = d.kid"
}
expect_key_error "UPDATE dunlin_pack.dek SET wrapped = gen_random_bytes(96) WHERE purpose = 'phone'"
expect_key_error "UPDATE dunlin_pack.dek SET wrapped = (SELECT wrapped FROM saved_dek WHERE purpose = 'email') WHERE purpose = 'phone'"
expect_exit 0 dunlin encrypt verify

# An old value of the same row is noticed once its key has retired.
run_sql "UPDATE people SET note = 'later'"
expect_exit 0 dunlin encrypt rotate --purpose email
run_sql "UPDATE people p SET email_encrypted = s.email_encrypted, email_salt = s.email_salt FROM saved s WHERE s.id = p.id AND p.id = 10"
expect_exit 3 dunlin encrypt verify people.email_encrypted
expect_output "10  retired_key" "1 bad"
by_server "put back from before a rotation: 10"

# A column without a bond to its rows gets one, as the pack's README prints it, while the plain column is there.
run_sql "CREATE TABLE users (id bigint PRIMARY KEY, email text, email_encrypted text, email_salt text, email_index bytea);
  INSERT INTO users SELECT n, 'u' || n || '@example.org' FROM generate_series(1, 30) AS n;
  SELECT dunlin_pack.register_encrypted_column('users', 'email_encrypted', 'email', 'email', 'email_salt', 'email_index', 'email')"
expect_exit 0 dunlin encrypt backfill users.email_encrypted
swap_users="UPDATE users u SET (email, email_encrypted, email_salt, email_index) = (s.email, s.email_encrypted, s.email_salt, s.email_index)
  FROM users s WHERE (u.id, s.id) IN ((10, 20), (20, 10))"
run_sql "$swap_users"
expect_exit 0 dunlin encrypt verify users.email_encrypted
run_sql "SELECT dunlin_pack.unregister_encrypted_column('public.users', 'email_encrypted');
  SELECT dunlin_pack.register_encrypted_column('public.users', 'email_encrypted', 'email', 'email',
    salt_column => 'email_salt', index_column => 'email_index', normaliser => 'email', bound => true);
  UPDATE users SET email_encrypted = NULL WHERE email_encrypted IS NOT NULL"
expect_exit 0 dunlin encrypt backfill users.email_encrypted
expect_output "30 rows encrypted"
expect_exit 0 dunlin encrypt verify users.email_encrypted
run_sql "$swap_users"
expect_exit 3 dunlin encrypt verify users.email_encrypted
expect_output "10  altered" "20  altered"

# Nothing that the server keeps tells a key: not its catalog, its tables, its statistics of statements, its log.
! grep -qiF -e "$DUNLIN_KEK" "$SCENARIO_BASE/data/log" || fail "the key is in the server's log"
"$SCENARIO_PROGRAMS/pg_dump" --inserts >dump.sql
! grep -qiF -e "$DUNLIN_KEK" -e "$(printf "$(sed 's,..,\\x&,g' <<<"$DUNLIN_KEK")" | base64)" dump.sql || fail "the key is in a dump"
