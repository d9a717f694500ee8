-- Author: Grace
-- the compliance team wants the ip address
CREATE TABLE IF NOT EXISTS audit_logs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization_id uuid NOT NULL,
  user_id uuid REFERENCES users (id),
  action varchar(100) NOT NULL,
  details jsonb,
  ip_address inet,
  created_at timestamptz DEFAULT now()
);
