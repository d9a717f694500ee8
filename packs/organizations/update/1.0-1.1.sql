-- From 1.0 to 1.1: claims that name nobody are answered nothing, unless they name the role of a service or of administrators.
CREATE OR REPLACE FUNCTION {{schema}}.user_organization_ids(user_id uuid, as_admin boolean DEFAULT false) RETURNS SETOF uuid
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
