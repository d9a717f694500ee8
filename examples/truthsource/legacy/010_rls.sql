ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE products ENABLE ROW LEVEL SECURITY;
CREATE POLICY "members" ON organizations FOR SELECT USING (id = get_user_organization_id(auth.uid()));
CREATE POLICY "own profile" ON profiles FOR ALL USING (auth.uid() = id);
CREATE POLICY "org products" ON products FOR ALL USING (organization_id = get_user_organization_id(auth.uid()));
