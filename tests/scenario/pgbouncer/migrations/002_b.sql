-- Rollback: DROP TABLE b
CREATE TABLE b (id int);
