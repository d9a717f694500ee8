CREATE SCHEMA app;
SET search_path = app;
SET ROLE scenario_owner_settings;
CREATE TABLE a (id int);
CREATE INDEX CONCURRENTLY a_id ON a (id);
CREATE TABLE b (id int);
CREATE INDEX CONCURRENTLY b_id ON b (id);
CREATE TABLE c (id int);
