-- Takes scripts/production-deployment.sql back. The rows of its tables go with them: save them first where they matter.
--   psql -X -v ON_ERROR_STOP=1 -f scripts/production-rollback.sql "$DATABASE_URL"
--   dunlin repair --forget production-deployment --reason "taken back"        (or dunlin takes it for done)
BEGIN;
DROP TRIGGER log_change ON public.products;
DROP TRIGGER log_change ON public.suppliers;
DROP TRIGGER log_change ON public.purchase_orders;
DROP TRIGGER log_change ON public.shipments;
DROP TRIGGER log_change ON public.organization_members;
DROP TRIGGER log_change ON public.api_keys;
DROP FUNCTION public.record_backup_verification(text, timestamptz, bigint, boolean, text);
DROP FUNCTION public.export_user_data(uuid);
DROP FUNCTION public.cleanup_old_data(boolean);
DROP FUNCTION public.get_database_stats();
DROP FUNCTION public.log_change();
DROP FUNCTION public.detect_suspicious_activity(uuid, text, uuid);
DROP FUNCTION public.detect_suspicious_activity(uuid, inet, uuid);
DROP FUNCTION public.log_security_event(text, text, text, uuid, uuid, inet, jsonb);
DROP FUNCTION public.check_rate_limit(text, integer, interval);
DROP TABLE public.backup_verifications;
DROP TABLE public.data_retention_policies;
DROP TABLE public.rate_limits;
DROP TABLE public.threat_intelligence;
DROP TABLE public.security_alerts;
COMMIT;
DROP INDEX CONCURRENTLY IF EXISTS public.idx_audit_logs_organization;
DROP INDEX CONCURRENTLY IF EXISTS public.idx_trace_events_happened_at;
