-- found: 1
-- file: 001_base.sql
CREATE TABLE users (id serial PRIMARY KEY, email varchar(100));
-- file: 002_change.sql
CREATE TABLE IF NOT EXISTS users (id serial PRIMARY KEY, email varchar(200), phone text);
