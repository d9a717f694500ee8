-- Migration: 006_documentation_system
-- Description: Documentation
-- Author: AI Guided SaaS Team
-- Date: 2025-07-01
-- Impact: none; new tables
-- Dependencies: 001
--
-- Rollback:
-- DROP TABLE public.documents;

BEGIN;

CREATE TABLE IF NOT EXISTS public.documents (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    project_id uuid NOT NULL REFERENCES public.projects (id) ON DELETE CASCADE,
    user_id    uuid NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    title      text NOT NULL,
    body       text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_documents_project_id ON public.documents (project_id);
CREATE INDEX IF NOT EXISTS idx_documents_user_id ON public.documents (user_id);
CREATE INDEX IF NOT EXISTS idx_documents_search ON public.documents USING gin (to_tsvector('english', title || ' ' || body));

-- Closed until 010_pack_rls says who sees what.
ALTER TABLE public.documents ENABLE ROW LEVEL SECURITY;

COMMIT;
