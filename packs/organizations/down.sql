-- The policies go with their tables. RESTRICT: tables, policies and functions of yours that use these refuse.
DROP POLICY "Administrators can do everything" ON {{schema}}.organization_members;
DROP POLICY "Administrators can do everything" ON {{schema}}.organizations;
DROP POLICY "Admins can remove members, and members themselves" ON {{schema}}.organization_members;
DROP POLICY "Admins can change members" ON {{schema}}.organization_members;
DROP POLICY "Admins can add members" ON {{schema}}.organization_members;
DROP POLICY "Members can view fellow members" ON {{schema}}.organization_members;
DROP POLICY "Admins can update their organizations" ON {{schema}}.organizations;
DROP POLICY "Members can view their organizations" ON {{schema}}.organizations;

DROP FUNCTION {{schema}}.create_organization(text, text) RESTRICT;
DROP FUNCTION {{schema}}.is_org_admin(uuid, uuid) RESTRICT;
DROP FUNCTION {{schema}}.get_user_organization_id(uuid) RESTRICT;
DROP FUNCTION {{schema}}.user_organization_ids(uuid, boolean) RESTRICT;
DROP TABLE {{schema}}.organization_members RESTRICT;
DROP TABLE {{schema}}.organizations RESTRICT;
