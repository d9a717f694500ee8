DROP POLICY IF EXISTS own_keys ON api_keys;
CREATE POLICY own_keys ON api_keys FOR ALL USING (user_id = current_setting('app.user')::uuid);
CREATE OR REPLACE VIEW order_totals AS
  SELECT u.id AS user_id, u.email, sum(o.total) AS total, count(*) AS orders
  FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id, u.email;
GRANT SELECT ON order_totals TO PUBLIC;
