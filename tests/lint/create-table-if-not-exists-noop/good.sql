-- file: 001_base.sql
CREATE TABLE users (id serial PRIMARY KEY, email varchar(100));
-- file: 002_change.sql
CREATE TABLE IF NOT EXISTS public.users (id integer PRIMARY KEY, email varchar(100));
CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY);
CREATE TABLE IF NOT EXISTS users (id serial PRIMARY KEY, email varchar(100), phone text);
ALTER TABLE users ADD COLUMN IF NOT EXISTS phone text;
CREATE TEMP TABLE IF NOT EXISTS users (x int);
