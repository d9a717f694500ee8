-- Rollback: DROP TABLE t4
CREATE TABLE t4 (id int);
