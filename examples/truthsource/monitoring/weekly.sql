-- Every week: what retention would delete (cleanup_old_data(false) deletes it), the audit trail, policies, tuning.
SELECT * FROM public.cleanup_old_data(true);
SELECT action, resource_type, count(*) FROM public.audit_logs WHERE created_at > now() - interval '7 days' GROUP BY 1, 2 ORDER BY 3 DESC;
SELECT table_name, findings FROM public.check_rls_effectiveness() WHERE cardinality(findings) > 0;
-- Index use, of the largest first.
SELECT indexrelname, idx_scan, pg_size_pretty(pg_relation_size(indexrelid)) AS size FROM pg_stat_user_indexes WHERE schemaname = 'public' ORDER BY pg_relation_size(indexrelid) DESC;
