-- Migration: 004_collaboration
-- Description: Collaboration features
-- Author: AI Guided SaaS Team
-- Date: 2025-06-17
-- Impact: none; new tables
-- Dependencies: 001
--
-- Rollback:
-- DROP TABLE public.comments;
-- DROP TABLE public.project_members;

BEGIN;

CREATE TABLE IF NOT EXISTS public.project_members (
    project_id uuid NOT NULL REFERENCES public.projects (id) ON DELETE CASCADE,
    user_id    uuid NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    role       text NOT NULL DEFAULT 'editor' CONSTRAINT project_members_role_known CHECK (role IN ('owner', 'editor', 'viewer')),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, user_id)
);
CREATE INDEX IF NOT EXISTS idx_project_members_user_id ON public.project_members (user_id);

CREATE TABLE IF NOT EXISTS public.comments (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES public.projects (id) ON DELETE CASCADE,
    user_id    uuid NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    body       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_comments_project_id ON public.comments (project_id, created_at);
CREATE INDEX IF NOT EXISTS idx_comments_user_id ON public.comments (user_id);

-- Closed until 010_pack_rls says who sees what.
ALTER TABLE public.project_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.comments ENABLE ROW LEVEL SECURITY;

COMMIT;
