-- Rollback: DROP TABLE hot;
CREATE TABLE hot AS SELECT * FROM a;
