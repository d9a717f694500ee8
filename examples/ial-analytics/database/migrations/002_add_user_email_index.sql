-- Migration: 002_add_user_email_index
-- Description: Additional email indexes: sign-in without regard to case, reports by domain
-- Author: IAL Analytics Team
-- Date: 2023-10-16
-- Priority: medium
-- Impact: low; built concurrently, reads and writes of users continue
-- Dependencies: 001
-- Tags: index, performance
--
-- Rollback:
-- DROP INDEX CONCURRENTLY IF EXISTS idx_users_email_domain;
-- DROP INDEX CONCURRENTLY IF EXISTS idx_users_email_lower;

-- The UNIQUE constraint of 001 serves exact matches only.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_users_email_lower
    ON users (lower(email));

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_users_email_domain
    ON users (split_part(lower(email), '@', 2));
