CREATE TABLE users (id bigint PRIMARY KEY, active boolean NOT NULL DEFAULT true, flags boolean[]);
CREATE TABLE late (id bigint PRIMARY KEY, active boolean);
ALTER TABLE late ALTER COLUMN active SET NOT NULL;
