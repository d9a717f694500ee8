-- Description: Analytics functions; run again whenever this file changes
-- Author: AI Guided SaaS Team
-- Date: 2025-07-26

-- Usage of a day, from the generations; may run again for the same day.
CREATE OR REPLACE FUNCTION public.roll_up_usage(wanted date DEFAULT current_date - 1) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    written bigint;
BEGIN
    INSERT INTO public.daily_usage AS d (user_id, day, generations, tokens)
    SELECT user_id, wanted, count(*), sum(tokens) FROM public.generations
    WHERE created_at >= wanted AND created_at < wanted + 1 GROUP BY user_id
    ON CONFLICT (user_id, day) DO UPDATE SET generations = excluded.generations, tokens = excluded.tokens;
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END
$$;

-- The dashboard in one query.
CREATE OR REPLACE FUNCTION public.dashboard(days integer DEFAULT 30) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = '' AS $$
    SELECT jsonb_build_object(
        'projects', (SELECT count(*) FROM public.projects WHERE user_id = auth.uid() AND deleted_at IS NULL),
        'active_projects', (SELECT count(*) FROM public.projects WHERE user_id = auth.uid() AND status = 'active' AND deleted_at IS NULL),
        'generations', (SELECT coalesce(sum(generations), 0) FROM public.daily_usage WHERE user_id = auth.uid() AND day > current_date - days),
        'tokens', (SELECT coalesce(sum(tokens), 0) FROM public.daily_usage WHERE user_id = auth.uid() AND day > current_date - days),
        'running_agents', (SELECT count(*) FROM public.agent_runs WHERE user_id = auth.uid() AND status IN ('queued', 'running')))
$$;

REVOKE ALL ON FUNCTION public.roll_up_usage(date), public.dashboard(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.roll_up_usage(date) TO app_service;
GRANT EXECUTE ON FUNCTION public.dashboard(integer) TO authenticated;
