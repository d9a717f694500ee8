-- Migration: 005_add_performance_indexes
-- Description: Performance indexes for analytics: page views, active sessions, retention
-- Author: IAL Analytics Team
-- Date: 2024-01-16
-- Priority: medium
-- Impact: medium; seven concurrent index builds, each reads its table twice and takes 20-30 % of its size
-- Dependencies: 001
-- Tags: index, performance, retention
--
-- Rollback:
-- DROP INDEX CONCURRENTLY IF EXISTS idx_system_metrics_timestamp_brin;
-- DROP INDEX CONCURRENTLY IF EXISTS idx_system_metrics_name_timestamp_desc;
-- DROP INDEX CONCURRENTLY IF EXISTS idx_visitor_sessions_ended_at;
-- DROP INDEX CONCURRENTLY IF EXISTS idx_visitor_sessions_active;
-- DROP INDEX CONCURRENTLY IF EXISTS idx_visitor_sessions_started_at_desc;
-- DROP INDEX CONCURRENTLY IF EXISTS idx_page_views_session_timestamp_desc;
-- DROP INDEX CONCURRENTLY IF EXISTS idx_page_views_timestamp_desc_path;

-- Latest views, all of them or of one page. Also what the retention job reads, backwards.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_page_views_timestamp_desc_path
    ON page_views ("timestamp" DESC, path);

-- One session's views in order; also the foreign key's side of deleting a session.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_page_views_session_timestamp_desc
    ON page_views (session_id, "timestamp" DESC);

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_visitor_sessions_started_at_desc
    ON visitor_sessions (started_at DESC);

-- Sessions seen in the last 24 hours. An index predicate can't say now() - interval '24 hours' (it must be immutable,
-- and would be frozen at the moment of the build), so the flag is kept by jobs/close_idle_sessions.sql.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_visitor_sessions_active
    ON visitor_sessions (last_seen_at DESC) WHERE is_active;

-- Retention: ended sessions by age.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_visitor_sessions_ended_at
    ON visitor_sessions (ended_at) WHERE NOT is_active;

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_system_metrics_name_timestamp_desc
    ON system_metrics (metric_name, "timestamp" DESC);

-- Retention: rows come in by time, so a BRIN of a few pages finds the old ones.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_system_metrics_timestamp_brin
    ON system_metrics USING brin ("timestamp");
