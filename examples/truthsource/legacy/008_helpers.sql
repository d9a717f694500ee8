CREATE OR REPLACE FUNCTION get_user_organization_id(user_uuid uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER AS $$
  SELECT organization_id FROM organization_members WHERE user_id = user_uuid ORDER BY joined_at LIMIT 1
$$;
CREATE OR REPLACE FUNCTION get_org_for_user(user_uuid uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER AS $$
  SELECT organization_id FROM organization_members WHERE user_id = user_uuid ORDER BY joined_at LIMIT 1
$$;
CREATE OR REPLACE FUNCTION is_org_admin(user_uuid uuid, org_uuid uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER AS $$
  SELECT EXISTS (SELECT 1 FROM organization_members WHERE user_id = user_uuid AND organization_id = org_uuid AND role = 'admin')
$$;
