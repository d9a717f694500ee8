-- Rollback: DROP TABLE t5
CREATE TABLE t5 (id int);
