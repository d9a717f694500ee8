CREATE UNIQUE INDEX CONCURRENTLY users_email_key1 ON users (email);

-- dunlin:unit
ALTER TABLE users ADD CONSTRAINT users_email_key1 UNIQUE USING INDEX users_email_key1;
-- dunlin:unit
ALTER TABLE users ADD COLUMN phone text NOT NULL DEFAULT '';

CREATE UNIQUE INDEX CONCURRENTLY users_phone_key ON users (phone);

-- dunlin:unit
ALTER TABLE users ADD CONSTRAINT users_phone_key UNIQUE USING INDEX users_phone_key;

CREATE UNIQUE INDEX CONCURRENTLY "one nick" ON users (tenant, "Nick") INCLUDE (email);

-- dunlin:unit
ALTER TABLE users ADD CONSTRAINT "one nick" UNIQUE USING INDEX "one nick" DEFERRABLE INITIALLY DEFERRED;
-- What follows is a unit of its own.
-- dunlin:unit
ALTER TABLE users DROP COLUMN tenant;
