-- Migration: 004_add_users_email_encrypted
-- Description: Room for encrypted emails, and a view of how far their encryption is
-- Author: IAL Analytics Team
-- Date: 2023-12-11
-- Priority: high
-- Impact: low; nullable columns without a default
-- Dependencies: 003
-- Tags: gdpr, security, encryption
--
-- Rollback:
-- DROP VIEW IF EXISTS user_email_encryption;
-- ALTER TABLE users DROP COLUMN IF EXISTS email_salt;
-- ALTER TABLE users DROP COLUMN IF EXISTS email_encrypted;

-- An encrypted email says which key it is under: v1.<number>.<base64>. The database holds keys only wrapped (006), and
-- users.email stays until every row is encrypted and every reader has moved: removing it is a later migration.
ALTER TABLE users ADD COLUMN IF NOT EXISTS email_encrypted text;
ALTER TABLE users ADD COLUMN IF NOT EXISTS email_salt text;
COMMENT ON COLUMN users.email_encrypted IS 'email, encrypted; 007 says how';
COMMENT ON COLUMN users.email_salt IS 'random, of this row alone: its keys are derived with it';

CREATE OR REPLACE VIEW user_email_encryption AS
SELECT substring(email_encrypted FROM '^v[12]\.([0-9]+)\.')::integer AS key_id,
       count(*) AS users,
       count(*) FILTER (WHERE email_encrypted IS NULL) AS not_encrypted,
       count(*) FILTER (WHERE email_hash IS NULL) AS not_hashed
FROM users
GROUP BY 1;
COMMENT ON VIEW user_email_encryption IS 'How many users each key protects; a row without a key is still to be encrypted';
