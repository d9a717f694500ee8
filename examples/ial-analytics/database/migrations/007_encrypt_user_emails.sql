-- Migration: 007_encrypt_user_emails
-- Description: Emails are encrypted from now on, bound to their row; email_hash is their blind index
-- Author: IAL Analytics Team
-- Date: 2024-02-06
-- Priority: high
-- Impact: low; a row of the registry and a trigger. What is there already: dunlin encrypt backfill, in the background
-- Dependencies: 004, 006
-- Tags: gdpr, security, encryption
--
-- Rollback:
-- DROP INDEX CONCURRENTLY IF EXISTS idx_users_email_salt;
-- SELECT dunlin_pack.unregister_encrypted_column('users', 'email_encrypted');

-- A transaction that brings the key encrypts what it writes; one that doesn't leaves email_encrypted empty, and the next
-- backfill fills it.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM dunlin_pack.encrypted_column
                   WHERE relation = 'users'::regclass AND encrypted_column = 'email_encrypted') THEN
        PERFORM dunlin_pack.register_encrypted_column('users', 'email_encrypted', 'email', 'email',
            salt_column => 'email_salt', index_column => 'email_hash', normaliser => 'email', bound => true);
    END IF;
END;
$$;

-- No two rows share a salt.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS idx_users_email_salt
    ON users (email_salt);
