-- owners are admins too
CREATE OR REPLACE FUNCTION is_org_admin(user_uuid uuid, org_uuid uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER AS $$
  SELECT EXISTS (SELECT 1 FROM organization_members
                 WHERE user_id = user_uuid AND organization_id = org_uuid AND role IN ('owner', 'admin'))
$$;
CREATE OR REPLACE FUNCTION is_org_admin(org_uuid uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER AS $$ SELECT is_org_admin(auth.uid(), org_uuid) $$;
CREATE INDEX idx_products_organization_id ON products (organization_id);
