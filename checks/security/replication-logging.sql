-- title: Replication commands are logged
-- reference: CIS 7.2
SELECT 'warn', 'log_replication_commands', 'off', 'log_replication_commands = on'
WHERE current_setting('log_replication_commands') = 'off' AND current_setting('wal_level') <> 'minimal'
  AND current_setting('max_wal_senders')::int > 0;
