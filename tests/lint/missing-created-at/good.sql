CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, status text, total numeric);
ALTER TABLE orders ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
CREATE TABLE members (user_id bigint, team_id bigint, PRIMARY KEY (user_id, team_id));
