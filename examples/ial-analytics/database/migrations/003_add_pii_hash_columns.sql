-- Migration: 003_add_pii_hash_columns
-- Description: Keyed hashes (blind indexes) of email and IP address, to find a person's rows for GDPR requests
-- Author: IAL Analytics Team
-- Date: 2023-11-20
-- Priority: high
-- Impact: low; nullable columns without a default, indexes built concurrently
-- Dependencies: 001
-- Tags: gdpr, security, schema
--
-- Rollback:
-- DROP INDEX CONCURRENTLY IF EXISTS idx_visitor_sessions_ip_hash;
-- DROP INDEX CONCURRENTLY IF EXISTS idx_users_email_hash;
-- ALTER TABLE visitor_sessions DROP COLUMN IF EXISTS ip_hash;
-- ALTER TABLE users DROP COLUMN IF EXISTS email_hash;
-- DROP FUNCTION IF EXISTS pii_hash(text, bytea);

-- A trusted extension: the right to create in the database is enough. The rollback leaves it, because something else
-- may have come to use it.
CREATE EXTENSION IF NOT EXISTS pgcrypto;

-- The hash is keyed: a plain SHA-256 of an email or an IP address is found by trying them all. The key lives with the
-- application, travels as a bind parameter, and isn't the key that encrypts.
CREATE OR REPLACE FUNCTION pii_hash(value text, key bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT hmac(convert_to(lower(btrim(value)), 'UTF8'), key, 'sha256');
END;
COMMENT ON FUNCTION pii_hash(text, bytea) IS 'Blind index of a personal value; use a key of 32 random bytes';

ALTER TABLE users ADD COLUMN IF NOT EXISTS email_hash bytea;
COMMENT ON COLUMN users.email_hash IS 'keyed hash of email: its blind index from 007 on';

ALTER TABLE visitor_sessions ADD COLUMN IF NOT EXISTS ip_hash bytea;
COMMENT ON COLUMN visitor_sessions.ip_hash IS 'pii_hash(host(ip_address), key)';

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_users_email_hash
    ON users (email_hash);

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_visitor_sessions_ip_hash
    ON visitor_sessions (ip_hash);
