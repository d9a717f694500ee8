-- Migration: 008_monitoring
-- Description: System monitoring
-- Author: AI Guided SaaS Team
-- Date: 2025-07-26
-- Impact: none; new tables
-- Dependencies: 002
--
-- Rollback:
-- DROP FUNCTION public.table_sizes();
-- DROP TABLE public.error_log;
-- DROP TABLE public.system_metrics;

BEGIN;

CREATE TABLE IF NOT EXISTS public.system_metrics (
    name        text NOT NULL,
    measured_at timestamptz NOT NULL DEFAULT now(),
    value       double precision NOT NULL,
    PRIMARY KEY (name, measured_at)
);
CREATE TABLE IF NOT EXISTS public.error_log (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source     text NOT NULL,
    message    text NOT NULL,
    details    jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_error_log_created_at ON public.error_log (created_at DESC);

-- Names may need quotes: by OID no name is put together. (pg_total_relation_size(schemaname || '.' || tablename) fails on the
-- first table whose name has a capital letter.)
CREATE OR REPLACE FUNCTION public.table_sizes() RETURNS TABLE (schemaname name, tablename name, size text, bytes bigint)
LANGUAGE sql STABLE SET search_path = '' AS $$
    SELECT n.nspname, c.relname, pg_size_pretty(pg_total_relation_size(c.oid)), pg_total_relation_size(c.oid)
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' ORDER BY 4 DESC
$$;
REVOKE ALL ON FUNCTION public.table_sizes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.table_sizes() TO admin_role, developer_role;

-- Closed until 010_pack_rls says who sees what.
ALTER TABLE public.system_metrics ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.error_log ENABLE ROW LEVEL SECURITY;

COMMIT;
