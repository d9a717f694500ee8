-- Index builds that run now: how far they are, and how many sessions they still wait for.
SELECT p.pid, p.relid::regclass AS table_name, p.index_relid::regclass AS index_name, p.phase,
       p.blocks_done, p.blocks_total, p.tuples_done, p.tuples_total,
       p.lockers_done, p.lockers_total, p.current_locker_pid,
       now() - a.xact_start AS running
FROM pg_stat_progress_create_index AS p JOIN pg_stat_activity AS a USING (pid);
