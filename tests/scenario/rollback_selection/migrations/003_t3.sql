-- Rollback: DROP TABLE t3
CREATE TABLE t3 (id int);
