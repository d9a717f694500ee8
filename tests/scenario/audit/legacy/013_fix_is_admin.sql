CREATE OR REPLACE FUNCTION is_admin(user_id uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  -- owners are admins too
  RETURN EXISTS (SELECT 1 FROM organization_members m
                 WHERE m.user_id = is_admin.user_id AND m.role IN ('admin', 'owner'));
END;
$$;
DROP TRIGGER IF EXISTS orders_touch ON orders;
CREATE TRIGGER orders_touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION update_updated_at();
