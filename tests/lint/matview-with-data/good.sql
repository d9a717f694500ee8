-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, city text);
-- file: 002_views.sql
CREATE MATERIALIZED VIEW cities AS SELECT city FROM users WITH NO DATA;
CREATE MATERIALIZED VIEW ones AS SELECT 1 AS one;
CREATE VIEW plain AS SELECT * FROM users;
