-- file: 001_tables.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 002_orders.sql
CREATE TABLE shops (id bigint PRIMARY KEY, parent bigint REFERENCES shops);
CREATE TABLE orders (id bigint PRIMARY KEY, shop_id bigint REFERENCES shops, user_id bigint);
