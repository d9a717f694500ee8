-- file: 001_tables.sql
CREATE TABLE keyed (id bigint PRIMARY KEY);
CREATE TABLE marked (id bigint NOT NULL UNIQUE);
ALTER TABLE marked REPLICA IDENTITY USING INDEX marked_id_key;
-- file: 002_identity.sql
ALTER TABLE keyed REPLICA IDENTITY DEFAULT;
CREATE PUBLICATION outside FOR TABLE keyed, marked, unknown;
CREATE TABLE fresh (id bigint);
ALTER TABLE fresh REPLICA IDENTITY NOTHING;
