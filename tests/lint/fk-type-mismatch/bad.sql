-- found: 3
-- file: 001_users.sql
CREATE TABLE users (id bigserial PRIMARY KEY, mail text UNIQUE, ref uuid UNIQUE);
-- file: 002_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, user_id int REFERENCES users, user_ref text REFERENCES users (ref), parent int REFERENCES orders);
ALTER TABLE orders ADD COLUMN user_mail int, ADD FOREIGN KEY (user_mail) REFERENCES users (mail);
