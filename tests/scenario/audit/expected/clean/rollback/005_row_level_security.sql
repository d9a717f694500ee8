-- Migration: take back: row level security
-- Description: takes back 005_row_level_security.sql
-- Author: dunlin audit --consolidate
-- Date: DATE
-- Made of the 18 files of legacy: the same schema, object by object, as pg_dump tells.

DROP POLICY see_invoices ON public.invoices;
DROP POLICY own_keys ON public.api_keys;
ALTER TABLE public.api_keys DISABLE ROW LEVEL SECURITY;
