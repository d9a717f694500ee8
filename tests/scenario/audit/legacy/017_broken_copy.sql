CREATE TABLE products (
  id bigint PRIMARY KEY,
  sku text NOT NULL,
  stock integer NOT NULL DEFAULT 0
);
CREATE INDEX shipments_order ON shipments (order_id);
