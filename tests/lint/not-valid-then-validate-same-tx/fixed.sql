ALTER TABLE orders ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT VALID;
-- Now the rows that are there.
-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT amount_positive;
-- dunlin:unit
ALTER TABLE orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users NOT VALID;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT owner;
-- dunlin:unit
COMMENT ON TABLE orders IS 'orders';
