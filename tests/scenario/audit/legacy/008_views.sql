CREATE VIEW order_totals AS
  SELECT u.id AS user_id, u.email, sum(o.total) AS total FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id, u.email;

CREATE FUNCTION orders_of(who uuid) RETURNS SETOF orders LANGUAGE sql STABLE AS
  'SELECT * FROM orders WHERE user_id = who';
