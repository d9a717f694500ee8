-- file: 001_tables.sql
CREATE TABLE parted (id bigint) PARTITION BY LIST (id);
-- file: 002_alter.sql
ALTER TABLE parted SET TABLESPACE fast;
CREATE TABLE fresh (id bigint PRIMARY KEY);
ALTER TABLE fresh SET TABLESPACE fast;
ALTER INDEX fresh_pkey SET TABLESPACE fast;
