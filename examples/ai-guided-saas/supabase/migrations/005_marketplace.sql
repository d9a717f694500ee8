-- Migration: 005_marketplace
-- Description: Template marketplace
-- Author: AI Guided SaaS Team
-- Date: 2025-06-24
-- Impact: none; new tables
-- Dependencies: 001
--
-- Rollback:
-- DROP TABLE public.template_purchases;
-- DROP TABLE public.templates;

BEGIN;

CREATE TABLE IF NOT EXISTS public.templates (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     uuid NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    slug        text NOT NULL CONSTRAINT templates_slug_key UNIQUE,
    title       text NOT NULL,
    price_cents integer NOT NULL DEFAULT 0 CONSTRAINT templates_price_positive CHECK (price_cents >= 0),
    status      text NOT NULL DEFAULT 'draft' CONSTRAINT templates_status_known CHECK (status IN ('draft', 'published', 'withdrawn')),
    content     jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_templates_user_id ON public.templates (user_id);
CREATE INDEX IF NOT EXISTS idx_templates_published ON public.templates (created_at DESC) WHERE status = 'published';

CREATE TABLE IF NOT EXISTS public.template_purchases (
    template_id uuid NOT NULL REFERENCES public.templates (id),
    user_id     uuid NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    paid_cents  integer NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (template_id, user_id)
);
CREATE INDEX IF NOT EXISTS idx_template_purchases_user_id ON public.template_purchases (user_id);

-- Closed until 010_pack_rls says who sees what.
ALTER TABLE public.templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.template_purchases ENABLE ROW LEVEL SECURITY;

COMMIT;
