-- Queries that take 100 ms or more are in the server's log, from the next session on. Run by the server's administrator, once, in the
-- platform's database: psql -f operations/query_log.sql. From PostgreSQL 15 on the administrator may leave it to the migrating role:
--   GRANT SET ON PARAMETER log_min_duration_statement, log_parameter_max_length TO montoit;
-- A provider's console has the same settings. ALTER SYSTEM would change every database, and can't stand in a transaction.
SELECT format('ALTER DATABASE %I SET log_min_duration_statement = %L', current_database(), '100ms'),
       -- values stay out of the log: the key of encrypted columns is a parameter too
       format('ALTER DATABASE %I SET log_parameter_max_length = 0', current_database())
\gexec
