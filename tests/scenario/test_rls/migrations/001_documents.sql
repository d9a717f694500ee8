-- Documents of organizations; row-level security decides who sees them.
CREATE SCHEMA auth;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;
CREATE TABLE members (org int NOT NULL, user_id uuid NOT NULL, PRIMARY KEY (org, user_id));
CREATE TABLE documents (
  id int PRIMARY KEY,
  owner uuid NOT NULL,
  org int NOT NULL,
  status text NOT NULL DEFAULT 'draft',
  title text
);
CREATE TABLE comments (id int PRIMARY KEY, document int NOT NULL REFERENCES documents, body text);
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE comments ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_memberships ON members FOR SELECT TO scn_user USING (user_id = auth.uid());
CREATE POLICY read_org ON documents FOR SELECT TO scn_user USING (
  EXISTS (SELECT 1 FROM members m WHERE m.org = documents.org AND m.user_id = auth.uid()));
CREATE POLICY published ON documents FOR SELECT TO scn_anon USING (status = 'published');
CREATE POLICY write_own ON documents FOR INSERT TO scn_user WITH CHECK (owner = auth.uid());
CREATE POLICY change_own ON documents FOR UPDATE TO scn_user USING (owner = auth.uid()) WITH CHECK (owner = auth.uid());
CREATE POLICY delete_own ON documents FOR DELETE TO scn_user USING (owner = auth.uid());
CREATE POLICY read_comments ON comments FOR SELECT TO scn_user USING (document IN (SELECT id FROM documents));
GRANT USAGE ON SCHEMA auth TO scn_user, scn_anon;
GRANT SELECT ON members, comments TO scn_user;
GRANT SELECT, INSERT, UPDATE, DELETE ON documents TO scn_user;
GRANT SELECT ON documents TO scn_anon;
GRANT SELECT ON documents TO scn_service;
