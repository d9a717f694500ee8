-- "make sure the tables are there"
CREATE TABLE IF NOT EXISTS audit_logs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL,
  actor uuid,
  event text NOT NULL,
  payload jsonb,
  created_at timestamp DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idx_audit_logs_created ON audit_logs (created_at DESC);

CREATE TABLE IF NOT EXISTS api_keys (
  id serial PRIMARY KEY,
  user_id uuid NOT NULL,
  key text NOT NULL UNIQUE,
  active boolean DEFAULT true
);
