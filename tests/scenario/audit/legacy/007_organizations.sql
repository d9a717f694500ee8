CREATE TABLE organizations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  slug text NOT NULL UNIQUE,
  updated_at timestamptz
);
CREATE TABLE organization_members (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  user_id uuid NOT NULL REFERENCES users (id),
  role text NOT NULL DEFAULT 'member',
  PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX members_organization ON organization_members (organization_id);
COMMENT ON TABLE organizations IS 'who pays; a user may be in several';
CREATE TRIGGER organizations_touch BEFORE UPDATE ON organizations FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
