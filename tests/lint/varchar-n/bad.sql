-- found: 4
CREATE TABLE a (id int, name varchar(20), tags varchar(10)[]);
ALTER TABLE a ADD COLUMN city character varying(50);
ALTER TABLE a ALTER COLUMN name TYPE varchar(40);
