# [encryption] of dunlin.toml: where the key is, for each environment, and how gently bulk work goes. Never a key itself.
mkdir -p migrations sub
run_sql "CREATE EXTENSION pgcrypto"
run_sql "CREATE TABLE profiles (id bigint PRIMARY KEY, phone text)"
run_sql "INSERT INTO profiles SELECT n, '+33' || (600000000 + n) FROM generate_series(1, 400) AS n"
expect_exit 0 dunlin pack add encryption --param phone_tables=public.profiles
migrate
expect_exit 0 dunlin encrypt keys new kek
expect_exit 0 dunlin encrypt keys new other
unset DUNLIN_KEK
cat >dunlin.toml <<'TOML'
[encryption]
key = "file:kek"
rate = 200
[environments.production.encryption]
key = "cmd:cat other"
[environments.staging.encryption]
key = "env:STAGING_KEK"
TOML
expect_exit 0 dunlin encrypt keys init
(cd sub && expect_exit 0 dunlin encrypt keys list)  # a path in dunlin.toml is one from its folder
(cd sub && expect_exit 0 dunlin encrypt backfill --batch-time 5ms)
expect_exit 0 dunlin encrypt verify
expect_exit 5 dunlin encrypt verify --env production
expect_output "cannot be unwrapped"
expect_exit 2 dunlin encrypt verify --env staging
expect_output "STAGING_KEK isn't set"
expect_exit 0 dunlin encrypt verify --env production --kek file:kek  # flags go before it
run_sql "UPDATE profiles SET phone_encrypted = NULL"
began=$(date +%s%3N)
expect_exit 0 dunlin encrypt backfill
took=$(($(date +%s%3N) - began))
[ $took -gt 1000 ] || fail "at 200 rows a second, 400 rows took $took ms"
run_sql "UPDATE profiles SET phone_encrypted = NULL"
sed -i 's/^rate = 200/rate = 2/' dunlin.toml  # 200 seconds, unless the flag goes before it
expect_exit 0 timeout 100 "$DUNLIN" encrypt backfill --rate 1000000

# What is wrong is said with its place; what stands where no key belongs isn't repeated.
digits=$(openssl rand -hex 32)
expect_written() { printf '[encryption]\n%s\n' "$1" >dunlin.toml; expect_exit 2 dunlin encrypt status; expect_output "$2" "dunlin.toml"; }
expect_written "key = \"$digits\"" "a key is never written into dunlin.toml"
expect_no_output "${digits:0:16}"
LEAKED=$digits expect_written 'key = "${LEAKED}"' "a key is never written into dunlin.toml"
expect_no_output "${digits:0:16}"
expect_written 'backup_retention = "35"' "'35' is not an age"
expect_written 'backup_retention = "a month"' "is not an age"
expect_written 'rate = 0' "rate"
expect_written 'batch_time = "0"' "longer than nothing"
expect_written 'kee = "file:kek"' "did you mean"
