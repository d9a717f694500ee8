-- found: 1
-- file: 001_base.sql
CREATE FUNCTION norm(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT lower($1)';
CREATE FUNCTION plain(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT lower($1)';
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE INDEX users_norm ON users (norm(email));
-- file: 002_change.sql
CREATE OR REPLACE FUNCTION norm(text) RETURNS text STABLE LANGUAGE sql AS 'SELECT lower($1)';
