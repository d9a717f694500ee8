-- Every row is an alert; nothing is printed when all is well.
-- Queries that got twice as slow as in the week before, and are slower than 10 ms.
WITH compared AS (
    SELECT queryid, min(query) AS query,
           sum(total_time_ms) FILTER (WHERE executed_at > now() - interval '1 day') / nullif(sum(calls) FILTER (WHERE executed_at > now() - interval '1 day'), 0) AS today,
           sum(total_time_ms) FILTER (WHERE executed_at <= now() - interval '1 day') / nullif(sum(calls) FILTER (WHERE executed_at <= now() - interval '1 day'), 0) AS before
    FROM query_performance_log WHERE executed_at > now() - interval '8 days' GROUP BY queryid)
SELECT 'slower query', round(before, 1) || ' ms', round(today, 1) || ' ms', left(regexp_replace(query, '\s+', ' ', 'g'), 100)
FROM compared WHERE today > 2 * before AND today > 10;
-- Views whose refresh failed, or that have been stale for longer than a day and a half.
SELECT 'view', view_name, coalesce(error, 'stale since ' || stale_since) FROM view_freshness()
WHERE error IS NOT NULL OR stale_since < now() - interval '36 hours';
-- What the detection of threats found, and nobody has looked at.
SELECT 'security', severity, alert_type, subject, created_at FROM security_alerts WHERE state = 'open' AND severity IN ('high', 'critical');
-- Tables whose policies don't do what they seem to. dashboard_cache has none on purpose: functions fill it.
SELECT 'row security', table_name, findings FROM check_rls_effectiveness() WHERE cardinality(findings) > 0 AND table_name <> 'dashboard_cache';
-- People whose time is over, and who couldn't be erased. Who they are: SELECT * FROM people_not_erased().
SELECT 'not erased', count(*), reason FROM people_not_erased() GROUP BY reason;
-- Tables of people's data whose changes aren't logged.
SELECT 'audit', relation, writes FROM dunlin_pack.audit_coverage()
WHERE relation IN ('public.profiles', 'public.properties', 'public.messages', 'public.applications', 'public.verification_documents') AND writes = 'not logged';
