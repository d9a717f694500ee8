-- Migration: 003_rls_optimization
-- Description: Policies without subqueries, pre-joined search, the dashboard in one query, a cache that is invalidated
-- Author: Mon Toit
-- Date: 2025-06-23
-- Priority: HIGH
-- Impact: HIGH; locks of a moment on four tables
-- Dependencies: 002
-- Tags: 003_rls_optimization
-- Phase: expand

-- Policies: auth.uid() is asked once a query, and no other table is asked for the row's own columns.
DROP POLICY "Own profile" ON public.profiles;
CREATE POLICY "Own profile" ON public.profiles FOR ALL TO authenticated USING (id = (SELECT auth.uid()));
DROP POLICY "Properties are viewable" ON public.properties;
CREATE POLICY "Published properties are publicly viewable" ON public.properties
    FOR SELECT TO authenticated USING (status = 'published');
CREATE POLICY "Owners see their properties" ON public.properties
    FOR SELECT TO authenticated USING (owner_id = (SELECT auth.uid()));
DROP POLICY "Messages of participants" ON public.messages;
CREATE POLICY "Messages of participants" ON public.messages
    FOR SELECT TO authenticated USING (receiver_id = (SELECT auth.uid()) OR sender_id = (SELECT auth.uid()));
DROP POLICY "Applications of applicant and owner" ON public.applications;
CREATE POLICY "Applications of applicant and owner" ON public.applications
    FOR SELECT TO authenticated
    USING (applicant_id = (SELECT auth.uid())
        OR property_id IN (SELECT p.id FROM public.properties AS p WHERE p.owner_id = (SELECT auth.uid())));
DROP POLICY "Own documents" ON public.verification_documents;
CREATE POLICY "Own documents" ON public.verification_documents
    FOR SELECT TO authenticated USING (profile_id = (SELECT auth.uid()));

-- Search: published properties with what a result shows. It holds nothing that a policy would hide.
CREATE MATERIALIZED VIEW public.mv_property_search_optimized AS
SELECT p.id, p.title, p.city, p.property_type, p.monthly_rent, p.bedrooms, p.created_at, o.full_name AS owner_name,
       o.user_type AS owner_type, to_tsvector('simple', p.title || ' ' || p.description) AS words
FROM public.properties AS p JOIN public.profiles AS o ON o.id = p.owner_id
WHERE p.status = 'published';
CREATE UNIQUE INDEX mv_property_search_optimized_id ON public.mv_property_search_optimized (id);
CREATE INDEX mv_property_search_optimized_filter ON public.mv_property_search_optimized (city, property_type, monthly_rent);
CREATE INDEX mv_property_search_optimized_words ON public.mv_property_search_optimized USING gin (words);
REVOKE ALL ON public.mv_property_search_optimized FROM PUBLIC, anon, authenticated;

-- A page of results; NULL leaves a filter out.
CREATE FUNCTION public.search_properties_optimized(
    wanted_city text DEFAULT NULL, wanted_type text DEFAULT NULL, lowest_rent numeric DEFAULT NULL, highest_rent numeric DEFAULT NULL,
    fewest_bedrooms integer DEFAULT NULL, words_wanted text DEFAULT NULL, page_size integer DEFAULT 20, page integer DEFAULT 0)
RETURNS TABLE (id uuid, title text, city text, property_type text, monthly_rent numeric, bedrooms smallint, owner_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT s.id, s.title, s.city, s.property_type, s.monthly_rent, s.bedrooms, s.owner_name
    FROM public.mv_property_search_optimized AS s
    WHERE (wanted_city IS NULL OR s.city = wanted_city) AND (wanted_type IS NULL OR s.property_type = wanted_type)
      AND (lowest_rent IS NULL OR s.monthly_rent >= lowest_rent) AND (highest_rent IS NULL OR s.monthly_rent <= highest_rent)
      AND (fewest_bedrooms IS NULL OR s.bedrooms >= fewest_bedrooms)
      AND (words_wanted IS NULL OR s.words @@ plainto_tsquery('simple', words_wanted))
    ORDER BY s.monthly_rent, s.id
    LIMIT least(greatest(page_size, 1), 100) OFFSET greatest(page, 0) * least(greatest(page_size, 1), 100)
$$;
REVOKE ALL ON FUNCTION public.search_properties_optimized(text, text, numeric, numeric, integer, text, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.search_properties_optimized(text, text, numeric, numeric, integer, text, integer, integer)
    TO anon, authenticated, service_role;

-- The dashboard, kept for each person until something of it changes.
CREATE TABLE public.dashboard_cache (
    profile_id  uuid PRIMARY KEY,  -- no foreign key: who is deleted or made anonymous is forgotten by a trigger
    dashboard   jsonb NOT NULL,
    computed_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.dashboard_cache ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON public.dashboard_cache FROM PUBLIC, anon, authenticated;

-- In one query: what five requests asked for.
CREATE FUNCTION public.compute_dashboard(person uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = '' AS $$
    SELECT jsonb_build_object(
        'properties', (SELECT coalesce(jsonb_object_agg(status, n), '{}') FROM (
            SELECT status, count(*) AS n FROM public.properties WHERE owner_id = person GROUP BY status) AS s),
        'unread_messages', (SELECT count(*) FROM public.messages WHERE receiver_id = person AND NOT is_read),
        'latest_messages', (SELECT coalesce(jsonb_agg(jsonb_build_object('from', sender_id, 'at', created_at, 'body', left(body, 80))), '[]') FROM (
            SELECT sender_id, created_at, body FROM public.messages WHERE receiver_id = person AND NOT is_read ORDER BY created_at DESC LIMIT 5) AS m),
        'applications_sent', (SELECT coalesce(jsonb_object_agg(status, n), '{}') FROM (
            SELECT status, count(*) AS n FROM public.applications WHERE applicant_id = person GROUP BY status) AS s),
        'applications_received', (SELECT coalesce(jsonb_object_agg(status, n), '{}') FROM (
            SELECT a.status, count(*) AS n FROM public.properties AS p JOIN public.applications AS a ON a.property_id = p.id
            WHERE p.owner_id = person GROUP BY a.status) AS s))
$$;
REVOKE ALL ON FUNCTION public.compute_dashboard(uuid) FROM PUBLIC;

-- Of the person who asks, and of nobody else: hence no parameter.
CREATE FUNCTION public.get_dashboard() RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    person uuid := auth.uid();
    kept jsonb;
BEGIN
    SELECT dashboard INTO kept FROM public.dashboard_cache WHERE profile_id = person;
    IF kept IS NULL AND person IS NOT NULL THEN
        kept := public.compute_dashboard(person);
        INSERT INTO public.dashboard_cache (profile_id, dashboard) SELECT id, kept FROM public.profiles WHERE id = person
        ON CONFLICT (profile_id) DO UPDATE SET dashboard = excluded.dashboard, computed_at = now();
    END IF;
    RETURN kept;
END
$$;
REVOKE ALL ON FUNCTION public.get_dashboard() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.get_dashboard() TO authenticated;

-- Invalidation: a statement that changes rows forgets the dashboards of the people in them.
CREATE FUNCTION public.forget_dashboards() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF TG_TABLE_NAME = 'messages' THEN
        DELETE FROM public.dashboard_cache WHERE profile_id IN (SELECT receiver_id FROM touched);
    ELSIF TG_TABLE_NAME = 'profiles' THEN
        DELETE FROM public.dashboard_cache WHERE profile_id IN (SELECT id FROM touched);
    ELSIF TG_TABLE_NAME = 'applications' THEN
        DELETE FROM public.dashboard_cache WHERE profile_id IN (
            SELECT applicant_id FROM touched UNION SELECT p.owner_id FROM touched AS t JOIN public.properties AS p ON p.id = t.property_id);
    ELSE
        DELETE FROM public.dashboard_cache WHERE profile_id IN (SELECT owner_id FROM touched);
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION public.forget_dashboards() FROM PUBLIC;
CREATE TRIGGER forget_dashboards_insert AFTER INSERT ON public.messages REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dashboards();
CREATE TRIGGER forget_dashboards_update AFTER UPDATE ON public.messages REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dashboards();
CREATE TRIGGER forget_dashboards_insert AFTER INSERT ON public.applications REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dashboards();
CREATE TRIGGER forget_dashboards_update AFTER UPDATE ON public.applications REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dashboards();
CREATE TRIGGER forget_dashboards_insert AFTER INSERT ON public.properties REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dashboards();
CREATE TRIGGER forget_dashboards_update AFTER UPDATE ON public.properties REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dashboards();
CREATE TRIGGER forget_dashboards_update AFTER UPDATE ON public.profiles REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dashboards();
CREATE TRIGGER forget_dashboards_delete AFTER DELETE ON public.profiles REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dashboards();

-- The same as dunlin's own rollback.
CREATE FUNCTION public.rollback_migration_003() RETURNS void
LANGUAGE plpgsql SET search_path = '' SET lock_timeout = '5s' AS $rollback$
BEGIN
    DROP TRIGGER forget_dashboards_insert ON public.messages;
    DROP TRIGGER forget_dashboards_update ON public.messages;
    DROP TRIGGER forget_dashboards_insert ON public.applications;
    DROP TRIGGER forget_dashboards_update ON public.applications;
    DROP TRIGGER forget_dashboards_insert ON public.properties;
    DROP TRIGGER forget_dashboards_update ON public.properties;
    DROP TRIGGER forget_dashboards_update ON public.profiles;
    DROP TRIGGER forget_dashboards_delete ON public.profiles;
    DROP FUNCTION public.forget_dashboards();
    DROP FUNCTION public.get_dashboard();
    DROP FUNCTION public.compute_dashboard(uuid);
    DROP TABLE public.dashboard_cache;
    DROP FUNCTION public.search_properties_optimized(text, text, numeric, numeric, integer, text, integer, integer);
    DROP MATERIALIZED VIEW public.mv_property_search_optimized;
    DROP POLICY "Own profile" ON public.profiles;
    CREATE POLICY "Own profile" ON public.profiles FOR ALL TO authenticated USING (id = auth.uid());
    DROP POLICY "Published properties are publicly viewable" ON public.properties;
    DROP POLICY "Owners see their properties" ON public.properties;
    CREATE POLICY "Properties are viewable" ON public.properties FOR SELECT TO authenticated
        USING (status = 'published' OR owner_id IN (SELECT id FROM public.profiles WHERE id = auth.uid()));
    DROP POLICY "Messages of participants" ON public.messages;
    CREATE POLICY "Messages of participants" ON public.messages FOR SELECT TO authenticated
        USING (EXISTS (SELECT FROM public.profiles AS p WHERE p.id = auth.uid() AND p.id IN (sender_id, receiver_id)));
    DROP POLICY "Applications of applicant and owner" ON public.applications;
    CREATE POLICY "Applications of applicant and owner" ON public.applications FOR SELECT TO authenticated
        USING (applicant_id IN (SELECT id FROM public.profiles WHERE id = auth.uid())
            OR property_id IN (SELECT id FROM public.properties WHERE owner_id = auth.uid()));
    DROP POLICY "Own documents" ON public.verification_documents;
    CREATE POLICY "Own documents" ON public.verification_documents FOR SELECT TO authenticated
        USING (profile_id IN (SELECT id FROM public.profiles WHERE id = auth.uid()));
    DROP FUNCTION public.rollback_migration_003();
END
$rollback$;
REVOKE ALL ON FUNCTION public.rollback_migration_003() FROM PUBLIC;
