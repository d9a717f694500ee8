-- file: 001_start.sql
CREATE TABLE users (id int, name varchar(20), city varchar(20), gross int GENERATED ALWAYS AS (id * 2) STORED);
CREATE VIEW names AS SELECT name FROM users;
CREATE VIEW everything AS SELECT * FROM users;
CREATE TABLE posts (title varchar(20), name varchar(20), poster int);
CREATE VIEW posters AS SELECT u.name, (SELECT count(*) FROM posts p WHERE p.poster = u.id) FROM users u;
-- file: 002_change.sql
ALTER TABLE posts ALTER COLUMN name TYPE text;
ALTER TABLE users ADD COLUMN late varchar(3);
ALTER TABLE users ALTER COLUMN late TYPE text;
DROP VIEW everything;
ALTER TABLE users ALTER COLUMN city TYPE text;
DROP VIEW names;
DROP VIEW posters;
ALTER TABLE users ALTER COLUMN name TYPE text;
CREATE VIEW names AS SELECT name FROM users;
ALTER TABLE unknown ALTER COLUMN name TYPE text;
