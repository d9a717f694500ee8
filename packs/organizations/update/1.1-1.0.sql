-- From 1.1 back to 1.0.
CREATE OR REPLACE FUNCTION {{schema}}.user_organization_ids(user_id uuid, as_admin boolean DEFAULT false) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT member.organization_id
    FROM {{schema}}.organization_members AS member
    WHERE member.user_id = user_organization_ids.user_id
      AND (NOT as_admin OR member.role IN ('owner', 'admin'))
      AND coalesce(auth.uid() = user_organization_ids.user_id, true)
    ORDER BY member.created_at, member.organization_id;
END;
