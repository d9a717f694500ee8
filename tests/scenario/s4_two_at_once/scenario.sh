# Two at once on a fresh database: every migration exactly once, and both end well.
start one migrate --json --wait 10min
start two migrate --json --wait 10min
expect_end one 0
expect_json .outcome done
first=$(jq '.migrations | length' "$captured/out")
expect_end two 0
expect_json .outcome done
second=$(jq '.migrations | length' "$captured/out")
[ $((first + second)) = 8 ] || fail "$first and $second migrations"
for i in 1 2 3 4 5 6 7 8; do expect_sql "SELECT count(*) FROM t0$i" 1; done
expect_sql "SELECT count(*), count(DISTINCT version) FROM dunlin.ledger" "8|8"
expect_applied 001 002 003 004 005 006 007 008
wait_until "SELECT NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"

# One that doesn't want to wait names the holder.
file migrations/009_slow.sql <<<"LOCK TABLE t01;"
session reader
tell reader "BEGIN; SELECT count(*) FROM t01"
start slow migrate --lock-timeout 10min
wait_until "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE 'LOCK TABLE t01%' AND wait_event_type = 'Lock' AND datname = current_database())"
holder=$(sql "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LOCK TABLE t01%' AND wait_event_type = 'Lock' AND datname = current_database()")
expect_exit 4 dunlin migrate --wait 0
expect_output "another dunlin has the lease of this database: pid $holder (dunlin ${started[slow]}@" "--wait"
expect_exit 4 dunlin migrate --wait 200ms --json
expect_json .error.code lock_timeout
expect_json .error.holder_pid "$holder"
tell reader "COMMIT"
expect_end slow 0
expect_applied 001 002 003 004 005 006 007 008 009
