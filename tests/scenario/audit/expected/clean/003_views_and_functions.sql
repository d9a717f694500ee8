-- Migration: views and functions
-- Description: views, and functions that need tables
-- Author: dunlin audit --consolidate
-- Date: DATE
-- Made of the 18 files of legacy: the same schema, object by object, as pg_dump tells.

CREATE FUNCTION public.is_admin(user_id uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    AS $$
BEGIN
  -- owners are admins too
  RETURN EXISTS (SELECT 1 FROM organization_members m
                 WHERE m.user_id = is_admin.user_id AND m.role IN ('admin', 'owner'));
END;
$$;

CREATE FUNCTION public.is_admin(user_id uuid, organization uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public'
    AS $$
  SELECT EXISTS (SELECT FROM organization_members m
                 WHERE m.user_id = is_admin.user_id AND m.organization_id = organization AND m.role = 'admin')
$$;

-- from legacy/008_views.sql:4
CREATE FUNCTION public.orders_of(who uuid) RETURNS SETOF public.orders
    LANGUAGE sql STABLE
    AS $$SELECT * FROM orders WHERE user_id = who$$;

-- from legacy/015_api_keys_policy.sql:3
CREATE VIEW public.order_totals AS
 SELECT u.id AS user_id,
    u.email,
    sum(o.total) AS total,
    count(*) AS orders
   FROM (public.users u
     JOIN public.orders o ON ((o.user_id = u.id)))
  GROUP BY u.id, u.email;
