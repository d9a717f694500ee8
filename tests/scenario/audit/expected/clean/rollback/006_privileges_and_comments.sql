-- Migration: take back: privileges and comments
-- Description: takes back 006_privileges_and_comments.sql
-- Author: dunlin audit --consolidate
-- Date: DATE
-- Made of the 18 files of legacy: the same schema, object by object, as pg_dump tells.

REVOKE SELECT ON TABLE public.order_totals FROM PUBLIC;
COMMENT ON TABLE public.organizations IS NULL;
