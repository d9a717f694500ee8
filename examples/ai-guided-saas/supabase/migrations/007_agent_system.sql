-- Migration: 007_agent_system
-- Description: Adds agent orchestration tables
-- Author: AI Guided SaaS Team
-- Date: 2025-07-26
-- Impact: none; new tables
-- Dependencies: 001
--
-- Rollback:
-- DROP TABLE public.agent_runs;
-- DROP TABLE public.agents;

BEGIN;

CREATE TABLE IF NOT EXISTS public.agents (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    uuid NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    name       text NOT NULL,
    kind       text NOT NULL CONSTRAINT agents_kind_known CHECK (kind IN ('planner', 'writer', 'reviewer', 'tester')),
    config     jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_agents_user_id ON public.agents (user_id);

CREATE TABLE IF NOT EXISTS public.agent_runs (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent_id    uuid NOT NULL REFERENCES public.agents (id) ON DELETE CASCADE,
    user_id     uuid NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    project_id  uuid REFERENCES public.projects (id) ON DELETE CASCADE,
    status      text NOT NULL DEFAULT 'queued' CONSTRAINT agent_runs_status_known CHECK (status IN ('queued', 'running', 'done', 'failed')),
    steps       jsonb NOT NULL DEFAULT '[]',
    started_at  timestamptz,
    finished_at timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_agent_runs_agent_id ON public.agent_runs (agent_id);
CREATE INDEX IF NOT EXISTS idx_agent_runs_user_status ON public.agent_runs (user_id, status);
CREATE INDEX IF NOT EXISTS idx_agent_runs_project_id ON public.agent_runs (project_id);

-- Closed until 010_pack_rls says who sees what.
ALTER TABLE public.agents ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.agent_runs ENABLE ROW LEVEL SECURITY;

COMMIT;
