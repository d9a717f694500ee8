-- Migration: 20250726_hotfix_user_index
-- Description: Sign-in compares addresses without regard to case, and read the whole table
-- Author: AI Guided SaaS Team
-- Date: 2025-07-26
-- Impact: low; built concurrently
-- Tags: hotfix
--
-- Rollback: DROP INDEX CONCURRENTLY IF EXISTS public.idx_users_email_lower;

-- dunlin:allow invalid-index-trap: dunlin looks at the index itself, and builds an invalid one again
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_users_email_lower ON public.users (lower(email));
