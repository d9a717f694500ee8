-- Migration: row level security
-- Description: which rows who may see and change
-- Author: dunlin audit --consolidate
-- Date: DATE
-- Made of the 18 files of legacy: the same schema, object by object, as pg_dump tells.

ALTER TABLE public.api_keys ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_keys ON public.api_keys USING ((user_id = (current_setting('app.user'::text))::uuid));

CREATE POLICY see_invoices ON public.invoices FOR SELECT USING (public.is_admin((current_setting('app.user'::text))::uuid));
