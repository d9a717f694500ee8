CREATE TYPE mood AS ENUM ('calm', 'busy');
CREATE TABLE customers (id int PRIMARY KEY, email text NOT NULL, city text, mood mood NOT NULL DEFAULT 'calm', note text);
CREATE TABLE orders (id int NOT NULL, placed date NOT NULL, customer int NOT NULL, amount numeric(10, 2) NOT NULL) PARTITION BY RANGE (placed);
CREATE TABLE orders_2023 PARTITION OF orders FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE orders_2024 PARTITION OF orders FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO customers (id, email, city, note)
  SELECT n, 'customer' || n || '@example.com', 'city ' || n % 40, repeat(md5(n::text), 3) FROM generate_series(1, 4000) n;
INSERT INTO orders SELECT n, date '2023-01-01' + n % 730, 1 + n % 4000, n % 1000 FROM generate_series(1, 4000) n;
INSERT INTO marks VALUES ('up 001.1');
-- dunlin:down
INSERT INTO marks VALUES ('down 001.1');
DROP TABLE orders;
DROP TABLE customers;
DROP TYPE mood;
