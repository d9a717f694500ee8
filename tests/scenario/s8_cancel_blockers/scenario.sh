# --cancel-blockers cancels by rule only: a session that is idle in its transaction, or younger than asked, isn't hit
# without being told, and the run says whom it cancelled.
migrate --to 1
session busy
tell busy "BEGIN; SELECT count(*) FROM t"
say busy "SELECT pg_sleep(3600)"
wait_until "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'scenario_busy' AND state = 'active' AND query LIKE '%pg_sleep(3600)%' AND datname = current_database())"
pid=$(sql "SELECT pid FROM pg_stat_activity WHERE application_name = 'scenario_busy' AND datname = current_database()")
expect_exit 4 dunlin migrate --lock-timeout 200ms --lock-retries 1
expect_sql "SELECT state FROM pg_stat_activity WHERE pid = $pid" active
expect_exit 0 dunlin migrate --cancel-blockers
expect_output "$pid" "ancel"
expect_applied 001 002
say busy "ROLLBACK"
