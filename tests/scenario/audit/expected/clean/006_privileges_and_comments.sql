-- Migration: privileges and comments
-- Description: grants, and what is said of objects
-- Author: dunlin audit --consolidate
-- Date: DATE
-- Made of the 18 files of legacy: the same schema, object by object, as pg_dump tells.

COMMENT ON TABLE public.organizations IS 'who pays; a user may be in several';

GRANT SELECT ON TABLE public.order_totals TO PUBLIC;
