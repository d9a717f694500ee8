# Wrong and missing keys, keys where they don't belong, bad rows, and settings that would log them.
mkdir -p migrations
run_sql "CREATE EXTENSION pgcrypto"
expect_exit 5 dunlin encrypt status
expect_output "this database has no encryption" "dunlin pack add encryption"
run_sql "CREATE TABLE profiles (id bigint PRIMARY KEY, phone text)"
run_sql "INSERT INTO profiles SELECT n, '+33' || (600000000 + n) FROM generate_series(1, 300) AS n"
expect_exit 0 dunlin pack add encryption
migrate
expect_exit 0 dunlin encrypt keys new kek
expect_exit 5 dunlin encrypt keys init --kek file:kek
expect_output "no column is registered as encrypted"
expect_exit 5 dunlin encrypt verify --kek file:kek --mode server
expect_output "no column is registered as encrypted"
run_sql "ALTER TABLE profiles ADD phone_encrypted text, ADD phone_salt text;
  SELECT dunlin_pack.register_encrypted_column('profiles', 'phone_encrypted', 'phone', 'phone', 'phone_salt')"

# Where a key may come from, and what is never repeated.
digits=$(openssl rand -hex 32)
expect_exit 2 dunlin encrypt keys init
expect_output "DUNLIN_KEK isn't set"
expect_exit 2 dunlin encrypt keys init --kek "$digits"
expect_output "a key is never written on the command line"
expect_no_output "${digits:0:16}"
expect_exit 2 dunlin encrypt keys init --kek file:
expect_output "file: names no key" "file:/path"
expect_exit 2 dunlin encrypt keys init --kek "secret:$digits"
expect_output "begins with none of env:, file:, cmd:, fd:"
expect_no_output secret "${digits:0:16}"
for option in "encrypt backfill --rate 0" "encrypt verify --limit -1" "test performance --size abc" "test performance --size 0"; do
  # shellcheck disable=SC2086
  expect_exit 2 dunlin $option
  expect_output "'${option##* }' isn't a whole number from 1 on"
done
expect_exit 2 env DUNLIN_KEK=too-short "$DUNLIN" encrypt keys init
expect_output "isn't a key (9 bytes)"
expect_no_output too-short
cp kek open_kek && chmod 644 open_kek
expect_exit 5 dunlin encrypt keys init --kek file:open_kek
expect_output "mode 0644" "chmod 600"
expect_exit 1 dunlin encrypt keys init --kek 'cmd:echo leaked; exit 9'
expect_output "ended with 9"
expect_no_output leaked
expect_exit 5 dunlin encrypt keys new kek
expect_output "a key isn't overwritten"
exec 7<kek
expect_exit 0 "$DUNLIN" encrypt keys init --kek fd:7
exec 7<&-
expect_exit 0 dunlin encrypt backfill --kek file:kek

# The wrong key: refused before anything is done, also for a second data key.
expect_exit 0 dunlin encrypt keys new other
expect_exit 5 dunlin encrypt verify --kek file:other
expect_output "key 1 (phone) cannot be unwrapped with the key-encryption key given"
expect_exit 5 dunlin encrypt rotate --purpose phone --kek file:other
expect_exit 5 dunlin encrypt keys init --purpose email --kek file:other
expect_output "are wrapped by"
expect_sql "SELECT count(*) FROM dunlin_pack.dek" 1

expect_exit 5 dunlin encrypt backfill --kek file:other
expect_output "cannot be unwrapped"
expect_exit 0 dunlin encrypt keys new third
expect_exit 5 dunlin encrypt rotate --kek file:other --new-kek file:third
expect_exit 5 dunlin encrypt verify --kek file:other --mode server
expect_exit 0 dunlin encrypt status
# No key, or one that can't be had: each verb that needs one says so, and nothing of what was read.
for verb in backfill verify "rotate --purpose phone"; do
  # shellcheck disable=SC2086
  {
    expect_exit 2 dunlin encrypt $verb
    expect_output "DUNLIN_KEK isn't set"
    expect_exit 5 dunlin encrypt $verb --kek file:open_kek
    expect_output "mode 0644"
    expect_exit 2 dunlin encrypt $verb --kek 'cmd:echo hidden-word; echo hidden-word >&2'
    expect_output "isn't a key (12 bytes)"
    expect_no_output "hidden-word"
    expect_exit 2 dunlin encrypt $verb --kek 'cmd:yes hidden-word'
    expect_output "printed 4096 bytes and more"
    expect_no_output "hidden-word"
  }
done
expect_exit 5 dunlin encrypt rotate --kek file:kek --new-kek file:open_kek
expect_sql "SELECT string_agg(kid || ' ' || state, ', ') FROM dunlin_pack.dek" "1 active"

# Bad rows are listed by their keys.
run_sql "UPDATE profiles SET phone_encrypted = 'v1.1.AAAA' WHERE id = 17; UPDATE profiles SET phone_salt = phone_salt || 'x' WHERE id = 18"
expect_exit 3 dunlin encrypt verify --kek file:kek
expect_output "17  altered" "18  altered" "300 values decrypted, 2 bad"
expect_exit 3 dunlin encrypt verify --kek file:kek --json --limit 1
expect_json '.columns[0].bad' 2
expect_json '.columns[0].bad_rows | length' 1
expect_exit 3 dunlin encrypt rotate --purpose phone --kek file:kek
expect_output "2 rows can't be decrypted and stay as they are: 17; 18"
expect_sql "SELECT count(*) FROM profiles WHERE phone_encrypted ~ '^v1\.2\.'" 298

# Names and verbs.
expect_exit 2 dunlin encrypt
expect_exit 2 dunlin encrypt bakfill
expect_output "did you mean backfill?"
expect_exit 5 dunlin encrypt verify nothing.here --kek file:kek
expect_output "registered: public.profiles.phone_encrypted"
expect_exit 2 dunlin encrypt rotate --kek file:kek
expect_output "what is to be rotated?"

# A server that logs parameters: work stays in this process, and says so; what would send the key is refused.
run_sql "ALTER DATABASE \"$PGDATABASE\" SET log_min_duration_statement = 0"
expect_exit 0 dunlin encrypt backfill --kek file:kek
expect_output "the server logs bind parameters (log_min_duration_statement = 0 ms" "keys and values stay in this process"
expect_exit 5 dunlin encrypt verify --mode server --kek file:kek
expect_output "the server logs bind parameters"
expect_exit 3 dunlin encrypt verify --kek file:kek
log=$SCENARIO_BASE/data/log
! grep -qF -e "$(cat kek)" "$log" || fail "the key is in the server's log"
run_sql "ALTER DATABASE \"$PGDATABASE\" RESET log_min_duration_statement"
expect_exit 3 dunlin encrypt verify --mode server --kek file:kek
expect_output "cannot be decrypted: 17; 18"
expect_no_output "not encrypted:"
run_sql "UPDATE profiles SET phone_encrypted = NULL WHERE id = 19"
expect_exit 3 dunlin encrypt verify --mode server --kek file:kek
expect_output "not encrypted: 19 (1)"
expect_exit 3 dunlin encrypt status --check
expect_output "to do" "1 value of public.profiles.phone_encrypted in the clear" "dunlin encrypt backfill"

# A key that lies in the database.
run_sql "ALTER DATABASE \"$PGDATABASE\" SET dunlin.kek = 'abc'"
expect_exit 5 dunlin encrypt backfill --kek file:kek
expect_output "dunlin.kek is stored as a setting of database" "rotate --new-kek"
for mode in client server; do
  expect_exit 5 dunlin encrypt verify --kek file:kek --mode $mode
  expect_output "dunlin.kek is stored as a setting of database"
done
expect_exit 3 dunlin encrypt status --check
expect_output "to do" "dunlin.kek is stored as a setting of database"
expect_exit 0 dunlin encrypt rotate --kek file:kek --new-kek file:other
run_sql "ALTER DATABASE \"$PGDATABASE\" RESET dunlin.kek"

# Columns that can't be registered.
expect_register() { psql -X -q -c "SELECT dunlin_pack.register_encrypted_column($1)" >"$captured/all" 2>&1 && fail "registered: $1"; expect_output "$2"; }
run_sql "CREATE TABLE keyless (a text, b text)"
expect_register "'keyless', 'b', 'a', 'phone'" "has no primary key"
expect_register "'profiles', 'nothing', 'phone', 'phone'" "nothing must be a column of type text"
expect_register "'profiles', 'phone_salt', 'phone', 'Bad Purpose'" "encrypted_column_purpose"

# The pack isn't taken away from under a column.
expect_exit 1 dunlin rollback --yes
expect_output "dunlin_encrypt_phone_encrypted on table profiles depends on function"
expect_table dunlin_pack.dek

# A column that was renamed is named, with what to do; nothing goes on as if it were there.
run_sql "ALTER TABLE profiles RENAME phone TO tel"
for command in status "backfill --kek file:other" "verify --kek file:other"; do
  # shellcheck disable=SC2086
  expect_exit 5 dunlin encrypt $command
  expect_output "public.profiles has no column phone any more" "dunlin_pack.forget_plain_column()"
done
