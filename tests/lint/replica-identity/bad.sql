-- found: 5
-- file: 001_tables.sql
CREATE TABLE sent (id bigint PRIMARY KEY);
CREATE PUBLICATION outside FOR TABLE sent;
CREATE TABLE keyless (id bigint);
CREATE TABLE app_log (id bigint);
-- file: 002_identity.sql
ALTER TABLE sent REPLICA IDENTITY NOTHING;
ALTER TABLE other REPLICA IDENTITY NOTHING;
ALTER TABLE other REPLICA IDENTITY FULL;
ALTER PUBLICATION outside ADD TABLE keyless;
CREATE PUBLICATION logs FOR TABLE public.app_log, unknown;
