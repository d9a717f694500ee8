-- Migration: 000_platform
-- Description: The rental platform as it was: tables, and policies that ask profiles for every row
-- Author: Mon Toit
-- Date: 2025-06-02
-- Priority: baseline
-- Impact: none; the tables are new
-- Tags: 000_platform

-- Supabase has these roles and auth.uid(). Elsewhere they are made here.
DO $$
DECLARE
    role name;
BEGIN
    FOREACH role IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role);
            IF role = 'service_role' AND (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
                ALTER ROLE service_role BYPASSRLS;
            END IF;
        END IF;
    END LOOP;
    IF to_regprocedure('auth.uid()') IS NULL THEN
        CREATE SCHEMA IF NOT EXISTS auth;
        CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE SET search_path = '' AS
            $uid$SELECT (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid$uid$;
        GRANT USAGE ON SCHEMA auth TO anon, authenticated, service_role;
    END IF;
END
$$;

-- For 002. A trusted extension: who owns the database may make it. Supabase has it, in schema extensions.
CREATE EXTENSION IF NOT EXISTS pgcrypto;

CREATE TABLE public.profiles (
    id         uuid PRIMARY KEY,
    full_name  text NOT NULL,
    email      text NOT NULL UNIQUE,
    phone      text,
    user_type  text NOT NULL CHECK (user_type IN ('tenant', 'owner', 'agency', 'admin')),
    city       text,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.properties (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_id      uuid NOT NULL REFERENCES public.profiles (id),
    title         text NOT NULL,
    description   text NOT NULL DEFAULT '',
    city          text NOT NULL,
    property_type text NOT NULL CHECK (property_type IN ('apartment', 'house', 'studio', 'villa')),
    status        text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'rented', 'archived')),
    monthly_rent  numeric(12, 2) NOT NULL CHECK (monthly_rent > 0),
    bedrooms      smallint NOT NULL DEFAULT 1 CHECK (bedrooms >= 0),
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.messages (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sender_id   uuid NOT NULL REFERENCES public.profiles (id),
    receiver_id uuid NOT NULL REFERENCES public.profiles (id),
    property_id uuid REFERENCES public.properties (id),
    body        text NOT NULL,
    is_read     boolean NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.applications (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    property_id  uuid NOT NULL REFERENCES public.properties (id),
    applicant_id uuid NOT NULL REFERENCES public.profiles (id),
    status       text NOT NULL DEFAULT 'submitted' CHECK (status IN ('submitted', 'in_review', 'accepted', 'rejected', 'withdrawn')),
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);

-- `document` names what is stored encrypted (migration 002): the table itself holds no content.
CREATE TABLE public.verification_documents (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    profile_id  uuid NOT NULL REFERENCES public.profiles (id),
    kind        text NOT NULL CHECK (kind IN ('identity', 'income', 'address', 'title_deed')),
    document    uuid,
    state       text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'verified', 'refused')),
    created_at  timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.properties ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.applications ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.verification_documents ENABLE ROW LEVEL SECURITY;

-- Correct, and slow: a subquery on profiles, and auth.uid() for each row. Migration 003 replaces them.
CREATE POLICY "Own profile" ON public.profiles FOR ALL TO authenticated USING (id = auth.uid());  -- dunlin:allow unwrapped-auth-call: as it was before 003
CREATE POLICY "Properties are viewable" ON public.properties FOR SELECT TO authenticated
    USING (status = 'published' OR owner_id IN (SELECT id FROM public.profiles WHERE id = auth.uid()));
CREATE POLICY "Messages of participants" ON public.messages FOR SELECT TO authenticated
    USING (EXISTS (SELECT FROM public.profiles AS p WHERE p.id = auth.uid() AND p.id IN (sender_id, receiver_id)));
CREATE POLICY "Applications of applicant and owner" ON public.applications FOR SELECT TO authenticated
    USING (applicant_id IN (SELECT id FROM public.profiles WHERE id = auth.uid())
        OR property_id IN (SELECT id FROM public.properties WHERE owner_id = auth.uid()));
CREATE POLICY "Own documents" ON public.verification_documents FOR SELECT TO authenticated
    USING (profile_id IN (SELECT id FROM public.profiles WHERE id = auth.uid()));

GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role;
GRANT SELECT, UPDATE ON public.profiles TO authenticated;
GRANT SELECT, INSERT, UPDATE ON public.properties TO authenticated;
GRANT SELECT, INSERT ON public.messages, public.applications TO authenticated;
GRANT SELECT ON public.verification_documents TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO service_role;
