-- Migration: 001_initial_schema
-- Description: Core tables
-- Author: AI Guided SaaS Team
-- Date: 2025-06-02
-- Impact: none; new tables
--
-- Rollback:
-- DROP TABLE public.generations;
-- DROP TABLE public.projects;
-- DROP TABLE public.users;

BEGIN;

CREATE TABLE IF NOT EXISTS public.users (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email      text NOT NULL CONSTRAINT users_email_key UNIQUE,
    full_name  text,
    role       text NOT NULL DEFAULT 'user' CONSTRAINT users_role_known CHECK (role IN ('user', 'admin', 'master')),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS public.projects (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     uuid NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    name        text NOT NULL,
    description text,
    status      text NOT NULL DEFAULT 'active' CONSTRAINT projects_status_known CHECK (status IN ('active', 'paused', 'archived')),
    settings    jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL DEFAULT now()
);
-- A foreign key, the two columns of the list of projects, and the few rows that the home page asks for.
CREATE INDEX IF NOT EXISTS idx_projects_user_id ON public.projects (user_id);
CREATE INDEX IF NOT EXISTS idx_projects_user_status ON public.projects (user_id, status);
CREATE INDEX IF NOT EXISTS idx_active_projects ON public.projects (user_id) WHERE status = 'active';

CREATE TABLE IF NOT EXISTS public.generations (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    project_id uuid NOT NULL REFERENCES public.projects (id) ON DELETE CASCADE,
    prompt     text NOT NULL,
    result     text,
    tokens     integer NOT NULL DEFAULT 0 CONSTRAINT generations_tokens_positive CHECK (tokens >= 0),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_generations_user_id ON public.generations (user_id, created_at DESC);
CREATE INDEX IF NOT EXISTS idx_generations_project_id ON public.generations (project_id, created_at DESC);

-- Closed until 010_pack_rls says who sees what.
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.generations ENABLE ROW LEVEL SECURITY;

COMMIT;
