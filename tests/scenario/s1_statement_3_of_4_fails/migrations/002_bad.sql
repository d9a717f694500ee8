-- Rollback: DROP TABLE a1, a2, a4
CREATE TABLE a1 (id int);
CREATE TABLE a2 (id int);
SELECT 1/0;
CREATE TABLE a4 (id int);
