-- Migration: 000_core_functions
-- Description: One trigger function for updated_at instead of four, one helper for each question
-- Author: TruthSource Team
-- Date: 2026-10-05
-- Priority: high
-- Impact: none; functions only
-- Tags: core, phase-1
--
-- Made of legacy/ by `dunlin audit legacy --consolidate`, and finished by hand: what the report calls a family of equal
-- functions (update_updated_at, update_updated_at_column, set_updated_at, touch_updated_at; get_user_organization_id,
-- get_org_for_user) is one function, and SECURITY DEFINER functions have a search_path and no longer belong to PUBLIC.

-- A database of the old files has functions of these names: replaced, never dropped, because triggers depend on them.
CREATE OR REPLACE FUNCTION public.update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION public.update_updated_at_column() IS 'Sets updated_at; for triggers before UPDATE.';
REVOKE ALL ON FUNCTION public.update_updated_at_column() FROM PUBLIC;

-- PL/pgSQL looks its tables up when it runs: 001 makes them. They run with their owner's rights, because policies of
-- organization_members that asked the table themselves would never end.
-- Somebody who has signed in is answered about themself only; a service, whose session has no claims, about everybody.
CREATE OR REPLACE FUNCTION public.user_organization_ids(user_uuid uuid, as_admin boolean DEFAULT false) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF auth.uid() <> user_uuid THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT organization_id FROM public.organization_members
        WHERE user_id = user_uuid AND (NOT as_admin OR role IN ('owner', 'admin'))
        ORDER BY joined_at, organization_id;
END
$$;
COMMENT ON FUNCTION public.user_organization_ids(uuid, boolean) IS 'The organizations of a person, oldest membership first.';

CREATE OR REPLACE FUNCTION public.get_user_organization_id(user_uuid uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT id FROM public.user_organization_ids(user_uuid) AS id LIMIT 1
$$;
COMMENT ON FUNCTION public.get_user_organization_id(uuid) IS 'The organization that a person has belonged to for longest; NULL for none.';

CREATE OR REPLACE FUNCTION public.is_org_admin(user_uuid uuid, org_uuid uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT EXISTS (SELECT FROM public.user_organization_ids(user_uuid, true) AS id WHERE id = org_uuid)
$$;
COMMENT ON FUNCTION public.is_org_admin(uuid, uuid) IS 'Whether a person is an owner or admin of the organization.';

REVOKE ALL ON FUNCTION public.user_organization_ids(uuid, boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.get_user_organization_id(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.is_org_admin(uuid, uuid) FROM PUBLIC;
