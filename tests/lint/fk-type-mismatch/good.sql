-- file: 001_users.sql
CREATE TABLE users (id bigserial PRIMARY KEY, mail varchar(200) UNIQUE, code citext UNIQUE);
-- file: 002_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users, parent bigint REFERENCES orders, mail text REFERENCES users (mail), other int REFERENCES elsewhere (id));
ALTER TABLE orders ADD COLUMN editor int8 REFERENCES users (id);
ALTER TABLE unknown ADD FOREIGN KEY (user_id) REFERENCES users;
