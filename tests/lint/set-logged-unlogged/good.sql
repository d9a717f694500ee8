-- file: 001_tables.sql
CREATE TABLE plain (id bigint PRIMARY KEY);
CREATE TABLE parted (id bigint) PARTITION BY LIST (id);
-- file: 002_alter.sql
ALTER TABLE plain SET LOGGED;
ALTER TABLE parted SET UNLOGGED;
CREATE UNLOGGED TABLE fresh (id bigint);
ALTER TABLE fresh SET LOGGED;
