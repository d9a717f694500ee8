-- Rollback: DROP TABLE a
CREATE TABLE a (id int);
