-- found: 8
-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text CONSTRAINT has_at CHECK (email LIKE '%@%'));
CREATE INDEX users_email ON users (email);
CREATE TYPE mood AS ENUM ('sad');
CREATE SEQUENCE numbers;
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE POLICY mine ON users USING (email = current_user);
-- file: 002_change.sql
CREATE INDEX users_email ON users (id);
CREATE TYPE mood AS ENUM ('ok');
CREATE SEQUENCE numbers;
CREATE FUNCTION f(integer) RETURNS int LANGUAGE sql AS 'SELECT 2';
CREATE POLICY mine ON users USING (true);
ALTER TABLE users ADD COLUMN phone text, ADD COLUMN email text;
ALTER TABLE users ADD CONSTRAINT has_at CHECK (email <> '');
CREATE TABLE public.users (id bigint PRIMARY KEY);
