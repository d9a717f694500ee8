-- Description: Cleaning up, in portions: call until it returns 0
-- Author: AI Guided SaaS Team
-- Date: 2025-07-26

CREATE OR REPLACE FUNCTION public.cleanup_events(older_than interval DEFAULT '90 days', at_most integer DEFAULT 10000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    deleted bigint;
BEGIN
    DELETE FROM public.analytics_events WHERE id IN (
        SELECT id FROM public.analytics_events WHERE created_at < now() - older_than ORDER BY id LIMIT at_most);
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;

-- Runs that have not ended in a day will not.
CREATE OR REPLACE FUNCTION public.fail_lost_runs() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    failed bigint;
BEGIN
    UPDATE public.agent_runs SET status = 'failed', finished_at = now()
    WHERE status IN ('queued', 'running') AND created_at < now() - interval '1 day';
    GET DIAGNOSTICS failed = ROW_COUNT;
    RETURN failed;
END
$$;

REVOKE ALL ON FUNCTION public.cleanup_events(interval, integer), public.fail_lost_runs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.cleanup_events(interval, integer), public.fail_lost_runs() TO app_service;
