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
