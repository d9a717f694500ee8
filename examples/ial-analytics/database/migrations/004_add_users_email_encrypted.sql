-- Migration: 004_add_users_email_encrypted
-- Description: Room for encrypted emails, and a view of how far their encryption is
-- Author: IAL Analytics Team
-- Date: 2023-12-11
-- Priority: high
-- Impact: low; nullable columns without a default, the constraint is added unvalidated and then validated
-- Dependencies: 003
-- Tags: gdpr, security, encryption
--
-- Rollback:
-- DROP VIEW IF EXISTS user_email_encryption;
-- ALTER TABLE users DROP CONSTRAINT IF EXISTS users_email_key_known;
-- ALTER TABLE users DROP COLUMN IF EXISTS email_key_id;
-- ALTER TABLE users DROP COLUMN IF EXISTS email_encrypted;

-- The application encrypts and decrypts; the database holds the result and the number of the key, never the key.
-- users.email stays until every row is encrypted and every reader has moved: removing it is a later migration.
ALTER TABLE users ADD COLUMN IF NOT EXISTS email_encrypted bytea;
ALTER TABLE users ADD COLUMN IF NOT EXISTS email_key_id smallint;
COMMENT ON COLUMN users.email_encrypted IS 'email, encrypted by the application';
COMMENT ON COLUMN users.email_key_id IS 'which key encrypted it, so that keys can be rotated';

-- PostgreSQL has no ADD CONSTRAINT IF NOT EXISTS: the catalog has to be asked.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint
                   WHERE conrelid = 'users'::regclass AND conname = 'users_email_key_known') THEN
        ALTER TABLE users ADD CONSTRAINT users_email_key_known
            CHECK ((email_encrypted IS NULL) = (email_key_id IS NULL)) NOT VALID;
    END IF;
END;
$$;
ALTER TABLE users VALIDATE CONSTRAINT users_email_key_known;

CREATE OR REPLACE VIEW user_email_encryption AS
SELECT email_key_id AS key_id,
       count(*) AS users,
       count(*) FILTER (WHERE email_encrypted IS NULL) AS not_encrypted,
       count(*) FILTER (WHERE email_hash IS NULL) AS not_hashed
FROM users
GROUP BY email_key_id;
COMMENT ON VIEW user_email_encryption IS 'How many users each key protects; a row without a key is still to be encrypted';
