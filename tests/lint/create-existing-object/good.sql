-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text CONSTRAINT has_at CHECK (email LIKE '%@%'));
CREATE INDEX users_email ON users (email);
CREATE TYPE mood AS ENUM ('sad');
CREATE SEQUENCE numbers;
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE POLICY mine ON users USING (email = current_user);
-- file: 002_change.sql
CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY);
CREATE TABLE other.users (id bigint PRIMARY KEY);
CREATE TEMP TABLE users (id bigint);
CREATE INDEX IF NOT EXISTS users_email ON users (id);
DROP TYPE mood;
CREATE TYPE mood AS ENUM ('ok');
CREATE SEQUENCE IF NOT EXISTS numbers;
CREATE OR REPLACE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 2';
CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 3';
DROP POLICY mine ON public.users;
CREATE POLICY mine ON public.users USING (true);
ALTER TABLE public.users ADD COLUMN IF NOT EXISTS email text, DROP CONSTRAINT has_at, ADD CONSTRAINT has_at CHECK (email <> '');
DO $$ BEGIN
  IF false THEN
    CREATE TABLE users (id bigint);
  END IF;
END $$;
