# A data key isn't thrown away while a row, a document or a backup may need it.
mkdir -p migrations
run_sql "CREATE EXTENSION pgcrypto"
run_sql "CREATE TABLE profiles (id bigint PRIMARY KEY, phone text)"
run_sql "INSERT INTO profiles SELECT n, '+33' || (600000000 + n) FROM generate_series(1, 200) AS n"
expect_exit 0 dunlin pack add encryption --param phone_tables=public.profiles
migrate
expect_exit 0 dunlin encrypt keys new kek
DUNLIN_KEK=$(cat kek)
export DUNLIN_KEK
expect_exit 0 dunlin encrypt keys init
expect_exit 0 dunlin encrypt backfill
run_sql "CREATE TABLE backup AS SELECT id, phone_encrypted, phone_salt FROM profiles"
expect_exit 0 dunlin encrypt keys retire
expect_output "no key that only decrypts"
expect_exit 5 dunlin encrypt keys destroy 1
expect_output "key 1 (phone) is in use: only a retired key can be destroyed" "dunlin encrypt rotate --purpose phone"
expect_exit 0 dunlin encrypt rotate --purpose phone
expect_output "key 1 is retired"

expect_exit 2 dunlin encrypt keys destroy
expect_exit 2 dunlin encrypt keys destroy one
expect_exit 5 dunlin encrypt keys destroy 99
expect_output "there is no key 99"
expect_exit 5 dunlin encrypt keys destroy 1
expect_output "it isn't known how long backups are kept" "backup_retention = \"35 days\""
printf '[encryption]\nbackup_retention = "35 days"\n' >dunlin.toml
expect_exit 5 dunlin encrypt keys destroy 1
expect_output "backups that need key 1 may be kept until $(sql "SELECT (retired_at AT TIME ZONE 'UTC' + interval '35 days')::date FROM dunlin_pack.dek WHERE kid = 1")" "--yes-destroy 1"
expect_exit 5 dunlin encrypt keys destroy 1 --backups-since "$(date -u -d '1 day ago' +%F)"
expect_output "those from before its retirement need it"
for since in 2126-01-31 infinity tomorrow; do  # a slip of the fingers doesn't make every backup young
  expect_exit 2 dunlin encrypt keys destroy 1 --backups-since $since
  expect_output "--backups-since $since is"
done
expect_exit 2 dunlin encrypt keys destroy 1 --backups-since last-summer
expect_output "--backups-since last-summer isn't a time"
expect_exit 2 dunlin encrypt keys destroy 1 --yes-destroy 2
expect_output "--yes-destroy names key 2"
expect_sql "SELECT state || ' ' || (wrapped IS NOT NULL) FROM dunlin_pack.dek WHERE kid = 1" "retired true"

# A value that came back from before: verify names it, and nothing lets the key go.
run_sql "UPDATE dunlin_pack.dek SET retired_at = now() - interval '36 days' WHERE kid = 1"
run_sql "UPDATE profiles p SET phone_encrypted = b.phone_encrypted, phone_salt = b.phone_salt FROM backup b WHERE b.id = p.id AND p.id = 17"
expect_exit 3 dunlin encrypt verify
expect_output "17  retired_key"
expect_exit 3 dunlin encrypt verify --mode server
expect_output "put back from before a rotation: 17"
for more in "" "--yes-destroy 1"; do
  # shellcheck disable=SC2086
  expect_exit 5 dunlin encrypt keys destroy 1 $more
  expect_output "public.profiles.phone_encrypted uses key 1 again"
done
run_sql "UPDATE profiles SET phone_encrypted = NULL WHERE id = 17"
expect_exit 0 dunlin encrypt backfill
expect_exit 0 dunlin encrypt verify

# Killed at its instant, it is as before; then the last backup is old enough.
got=0
{ DUNLIN_KILL_AT=encrypt-destroyed:1 "$DUNLIN" encrypt keys destroy 1 >/dev/null 2>&1 || got=$?; } 2>/dev/null
[ $got = 137 ] || fail "it ended with $got"
expect_sql "SELECT state FROM dunlin_pack.dek WHERE kid = 1" retired
expect_exit 0 dunlin encrypt keys destroy 1 --json
expect_json '.destroyed' 1
expect_json '.override' false
expect_sql "SELECT state || ' ' || (wrapped IS NULL) FROM dunlin_pack.dek WHERE kid = 1" "destroyed true"
expect_exit 5 dunlin encrypt keys destroy 1
expect_output "key 1 is destroyed already"
expect_exit 0 dunlin encrypt verify
psql -X -q -A -t -v kek="$DUNLIN_KEK" >lost 2>&1 <<<"BEGIN; SELECT set_config('dunlin.kek', :'kek', true) \g /dev/null
SELECT count(decrypt_phone_number(phone_encrypted, phone_salt)) FROM backup; COMMIT;"
[ "$(cat lost)" = 0 ] || fail "what was destroyed decrypts: $(cat lost)"

# The override is for one key by its number.
expect_exit 0 dunlin encrypt rotate --purpose phone
expect_exit 5 dunlin encrypt keys destroy 3
expect_exit 0 dunlin encrypt keys destroy 3 --yes-destroy 3
expect_output "key 3 is destroyed"
