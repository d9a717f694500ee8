CREATE TABLE kept (id int);
CREATE TEMPORARY TABLE staging (id int);
INSERT INTO staging VALUES (1);
INSERT INTO kept SELECT id FROM staging;
