-- Rollback: DROP TABLE t1
CREATE TABLE t1 (id int);
