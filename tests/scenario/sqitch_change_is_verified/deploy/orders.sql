-- Deploy shop:orders to pg
BEGIN;
CREATE TABLE orders (id int PRIMARY KEY);
COMMIT;
