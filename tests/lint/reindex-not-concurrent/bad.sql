-- found: 6
-- left: 1
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE INDEX users_email ON users (email);
-- file: 002_reindex.sql
REINDEX TABLE users;
REINDEX (VERBOSE) INDEX users_email;
reindex index "Somewhere";
REINDEX SCHEMA public;
REINDEX DATABASE app;
REINDEX SYSTEM app;
