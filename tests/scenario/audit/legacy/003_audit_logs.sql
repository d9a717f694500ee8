CREATE TABLE IF NOT EXISTS audit_logs (
  id bigserial PRIMARY KEY,
  user_id uuid REFERENCES users (id),
  action text NOT NULL,
  details text,
  created_at timestamptz DEFAULT now()
);
CREATE INDEX audit_logs_created ON audit_logs (created_at);
