-- When something has to stop at once and dunlin isn't at hand. It takes back what 20250726_hotfix_user_index did, and closes the
-- market place without losing a row: the table gets another name, and a view of the old name keeps readers going.
--   psql -X -v ON_ERROR_STOP=1 -f rollback/emergency_rollback.sql "$DATABASE_URL"
-- Afterwards the database and dunlin's record differ: dunlin repair --forget 20250726 --reason "emergency rollback".
-- With dunlin at hand, its own rollback does this and records it: dunlin rollback --steps 1.
BEGIN;
ALTER TABLE public.templates RENAME TO templates_backup;
COMMENT ON TABLE public.templates_backup IS 'Deprecated: renamed by the emergency rollback. Read through the view templates.';
CREATE VIEW public.templates WITH (security_invoker = true) AS SELECT * FROM public.templates_backup;
GRANT SELECT ON public.templates TO anon, authenticated, admin_role;
COMMIT;

-- Not in a transaction, and not in a function.
DROP INDEX CONCURRENTLY IF EXISTS public.idx_users_email_lower;
