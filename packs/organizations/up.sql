CREATE TABLE {{schema}}.organizations (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL CONSTRAINT organizations_name_given CHECK (length(btrim(name)) BETWEEN 1 AND 200),
    slug       text NOT NULL CONSTRAINT organizations_slug_key UNIQUE
               CONSTRAINT organizations_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) BETWEEN 2 AND 63),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE {{schema}}.organizations IS 'Customers: whose data is kept apart.';

CREATE TABLE {{schema}}.organization_members (
    organization_id uuid NOT NULL REFERENCES {{schema}}.organizations (id) ON DELETE CASCADE,
    user_id         uuid NOT NULL,
    role            text NOT NULL DEFAULT 'member'
                    CONSTRAINT organization_members_role_known CHECK (role IN ('owner', 'admin', 'member')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, user_id)
);
COMMENT ON TABLE {{schema}}.organization_members IS 'Who belongs to which organization, as what.';
-- Every policy begins with the person.
CREATE INDEX organization_members_user_id ON {{schema}}.organization_members (user_id, created_at);
-- pack:for table in user_table
ALTER TABLE {{schema}}.organization_members ADD CONSTRAINT organization_members_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES {{table}} (id) ON DELETE CASCADE;
-- pack:end

-- Policies ask these functions instead of the table, whose own policies would ask it again: "infinite recursion detected
-- in policy". They run with the rights of their owner, who owns the tables too and so is not subject to the policies.
-- Somebody who has signed in is answered about themself only; a session without claims, or whose claims name a service's or the
-- administrators' role and nobody, about everybody. Other claims that name nobody are answered nothing. The definitions are parsed now: what they use can't be dropped beneath them.
CREATE FUNCTION {{schema}}.user_organization_ids(user_id uuid, as_admin boolean DEFAULT false) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT member.organization_id
    FROM {{schema}}.organization_members AS member
    WHERE member.user_id = user_organization_ids.user_id
      AND (NOT as_admin OR member.role IN ('owner', 'admin'))
      AND coalesce(auth.uid() = user_organization_ids.user_id,
                   nullif(current_setting('request.jwt.claims', true), '') IS NULL
                   OR nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role' = ANY ({{service_roles|array}} || {{admin_role|literal}}::text))
    ORDER BY member.created_at, member.organization_id;
END;
COMMENT ON FUNCTION {{schema}}.user_organization_ids(uuid, boolean) IS 'The organizations of a person, oldest membership first.';

CREATE FUNCTION {{schema}}.get_user_organization_id(user_id uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN (SELECT id FROM {{schema}}.user_organization_ids(user_id) AS id LIMIT 1);
COMMENT ON FUNCTION {{schema}}.get_user_organization_id(uuid) IS
    'The organization that a person has belonged to for longest; NULL for none.';

CREATE FUNCTION {{schema}}.is_org_admin(user_id uuid, organization_id uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN EXISTS (SELECT FROM {{schema}}.user_organization_ids(user_id, true) AS id WHERE id = organization_id);
COMMENT ON FUNCTION {{schema}}.is_org_admin(uuid, uuid) IS 'Whether a person is an owner or admin of the organization.';

-- Whoever makes an organization owns it; the policies alone would let nobody become the first member.
CREATE FUNCTION {{schema}}.create_organization(name text, slug text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    made uuid;
BEGIN
    IF auth.uid() IS NULL THEN
        RAISE EXCEPTION 'nobody has signed in' USING ERRCODE = '28000';
    END IF;
    INSERT INTO {{schema}}.organizations AS o (name, slug) VALUES (create_organization.name, create_organization.slug)
    RETURNING o.id INTO made;
    INSERT INTO {{schema}}.organization_members (organization_id, user_id, role) VALUES (made, auth.uid(), 'owner');
    RETURN made;
END
$$;
COMMENT ON FUNCTION {{schema}}.create_organization(text, text) IS 'Makes an organization that the person of the request owns.';

REVOKE ALL ON FUNCTION {{schema}}.user_organization_ids(uuid, boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION {{schema}}.get_user_organization_id(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION {{schema}}.is_org_admin(uuid, uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION {{schema}}.create_organization(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {{schema}}.user_organization_ids(uuid, boolean) TO {{client_role}}, {{admin_role}};
GRANT EXECUTE ON FUNCTION {{schema}}.get_user_organization_id(uuid) TO {{client_role}}, {{admin_role}};
GRANT EXECUTE ON FUNCTION {{schema}}.is_org_admin(uuid, uuid) TO {{client_role}}, {{admin_role}};
GRANT EXECUTE ON FUNCTION {{schema}}.create_organization(text, text) TO {{client_role}};
-- pack:if service_roles
GRANT EXECUTE ON FUNCTION {{schema}}.user_organization_ids(uuid, boolean) TO {{service_roles}};
GRANT EXECUTE ON FUNCTION {{schema}}.get_user_organization_id(uuid) TO {{service_roles}};
GRANT EXECUTE ON FUNCTION {{schema}}.is_org_admin(uuid, uuid) TO {{service_roles}};
-- pack:end

-- Who sees and changes what. Each call stands in a SELECT of its own: it is made once, not once a row.
ALTER TABLE {{schema}}.organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE {{schema}}.organization_members ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Members can view their organizations" ON {{schema}}.organizations FOR SELECT TO {{client_role}}
    USING (id = ANY (ARRAY(SELECT {{schema}}.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Admins can update their organizations" ON {{schema}}.organizations FOR UPDATE TO {{client_role}}
    USING (id = ANY (ARRAY(SELECT {{schema}}.user_organization_ids((SELECT auth.uid()), true))))
    WITH CHECK (id = ANY (ARRAY(SELECT {{schema}}.user_organization_ids((SELECT auth.uid()), true))));

CREATE POLICY "Members can view fellow members" ON {{schema}}.organization_members FOR SELECT TO {{client_role}}
    USING (organization_id = ANY (ARRAY(SELECT {{schema}}.user_organization_ids((SELECT auth.uid())))));
-- Owners are made and removed by the service or an administrator only.
CREATE POLICY "Admins can add members" ON {{schema}}.organization_members FOR INSERT TO {{client_role}}
    WITH CHECK (role <> 'owner' AND organization_id = ANY (ARRAY(SELECT {{schema}}.user_organization_ids((SELECT auth.uid()), true))));
CREATE POLICY "Admins can change members" ON {{schema}}.organization_members FOR UPDATE TO {{client_role}}
    USING (role <> 'owner' AND organization_id = ANY (ARRAY(SELECT {{schema}}.user_organization_ids((SELECT auth.uid()), true))))
    WITH CHECK (role <> 'owner' AND organization_id = ANY (ARRAY(SELECT {{schema}}.user_organization_ids((SELECT auth.uid()), true))));
CREATE POLICY "Admins can remove members, and members themselves" ON {{schema}}.organization_members FOR DELETE TO {{client_role}}
    USING (role <> 'owner' AND (user_id = (SELECT auth.uid())
           OR organization_id = ANY (ARRAY(SELECT {{schema}}.user_organization_ids((SELECT auth.uid()), true)))));

CREATE POLICY "Administrators can do everything" ON {{schema}}.organizations TO {{admin_role}} USING (true) WITH CHECK (true);
CREATE POLICY "Administrators can do everything" ON {{schema}}.organization_members TO {{admin_role}} USING (true) WITH CHECK (true);

GRANT USAGE ON SCHEMA {{schema}} TO {{client_role}}, {{admin_role}};
GRANT SELECT, UPDATE ON {{schema}}.organizations TO {{client_role}};
GRANT SELECT, INSERT, UPDATE, DELETE ON {{schema}}.organization_members TO {{client_role}};
GRANT SELECT, INSERT, UPDATE, DELETE ON {{schema}}.organizations, {{schema}}.organization_members TO {{admin_role}};
