-- Migration: 003_analytics_tables
-- Description: Analytics tracking
-- Author: AI Guided SaaS Team
-- Date: 2025-06-10
-- Impact: none; new tables
-- Dependencies: 001
--
-- Rollback:
-- DROP TABLE public.daily_usage;
-- DROP TABLE public.analytics_events;

BEGIN;

CREATE TABLE IF NOT EXISTS public.analytics_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    uuid REFERENCES public.users (id) ON DELETE SET NULL,
    project_id uuid REFERENCES public.projects (id) ON DELETE SET NULL,
    name       text NOT NULL,
    properties jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_analytics_events_user_id ON public.analytics_events (user_id);
CREATE INDEX IF NOT EXISTS idx_analytics_events_project_id ON public.analytics_events (project_id);
CREATE INDEX IF NOT EXISTS idx_analytics_events_created_at ON public.analytics_events USING brin (created_at);

CREATE TABLE IF NOT EXISTS public.daily_usage (
    user_id     uuid NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    day         date NOT NULL,
    generations integer NOT NULL DEFAULT 0,
    tokens      bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, day)
);

-- Closed until 010_pack_rls says who sees what.
ALTER TABLE public.analytics_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.daily_usage ENABLE ROW LEVEL SECURITY;

COMMIT;
