CREATE OR REPLACE FUNCTION update_updated_at_column() RETURNS trigger AS $$
BEGIN
  NEW.updated_at := NOW();
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION is_admin(user_id uuid, organization uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM organization_members m
                 WHERE m.user_id = is_admin.user_id AND m.organization_id = organization AND m.role = 'admin')
$$;

CREATE FUNCTION never_called() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 42';
CREATE TYPE mood AS ENUM ('good', 'bad');
