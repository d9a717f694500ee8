-- Migration: 012_user_policies
-- Description: People see themselves and the projects they are members of
-- Author: AI Guided SaaS Team
-- Date: 2025-07-26
-- Impact: none; policies only
-- Dependencies: 010
--
-- Rollback:
-- DROP POLICY "Members can view their projects" ON public.projects;
-- DROP POLICY "Owners can manage members" ON public.project_members;
-- DROP POLICY "Members can view own membership" ON public.project_members;
-- DROP POLICY "Users can add events" ON public.analytics_events;
-- DROP POLICY "Users can update own data" ON public.users;
-- DROP POLICY "Users can view own data" ON public.users;
-- DROP FUNCTION public.my_project_ids();
-- DROP FUNCTION public.owned_project_ids();
-- REVOKE INSERT ON public.analytics_events FROM authenticated;
-- REVOKE SELECT, INSERT, UPDATE, DELETE ON public.project_members FROM authenticated;
-- REVOKE UPDATE (full_name) ON public.users FROM authenticated;
-- REVOKE SELECT ON public.users FROM authenticated;

-- Which projects somebody works on. A policy on projects that asked project_members, whose policy asks projects, would not end:
-- these functions ask with their owner's rights, and only about whoever asks.
CREATE OR REPLACE FUNCTION public.my_project_ids() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT project_id FROM public.project_members WHERE user_id = auth.uid()
$$;
CREATE OR REPLACE FUNCTION public.owned_project_ids() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT id FROM public.projects WHERE user_id = auth.uid()
$$;
REVOKE ALL ON FUNCTION public.my_project_ids(), public.owned_project_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.my_project_ids(), public.owned_project_ids() TO authenticated;

DROP POLICY IF EXISTS "Users can view own data" ON public.users;
CREATE POLICY "Users can view own data" ON public.users FOR SELECT TO authenticated USING (id = (SELECT auth.uid()));
-- What they may change is a grant of columns: nobody makes themself an admin.
DROP POLICY IF EXISTS "Users can update own data" ON public.users;
CREATE POLICY "Users can update own data" ON public.users FOR UPDATE TO authenticated
    USING (id = (SELECT auth.uid())) WITH CHECK (id = (SELECT auth.uid()));
GRANT SELECT ON public.users TO authenticated;
GRANT UPDATE (full_name) ON public.users TO authenticated;

-- dunlin:unit
DROP POLICY IF EXISTS "Users can add events" ON public.analytics_events;
CREATE POLICY "Users can add events" ON public.analytics_events FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));
GRANT INSERT ON public.analytics_events TO authenticated;

-- dunlin:unit
DROP POLICY IF EXISTS "Members can view own membership" ON public.project_members;
CREATE POLICY "Members can view own membership" ON public.project_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
DROP POLICY IF EXISTS "Owners can manage members" ON public.project_members;
CREATE POLICY "Owners can manage members" ON public.project_members TO authenticated
    USING (project_id = ANY (ARRAY(SELECT public.owned_project_ids()))) WITH CHECK (project_id = ANY (ARRAY(SELECT public.owned_project_ids())));
GRANT SELECT, INSERT, UPDATE, DELETE ON public.project_members TO authenticated;

-- dunlin:unit
DROP POLICY IF EXISTS "Members can view their projects" ON public.projects;
CREATE POLICY "Members can view their projects" ON public.projects FOR SELECT TO authenticated
    USING (id = ANY (ARRAY(SELECT public.my_project_ids())));
