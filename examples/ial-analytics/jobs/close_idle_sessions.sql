-- Every few minutes: sessions not seen for 24 hours have ended. Keeps idx_visitor_sessions_active small.
UPDATE visitor_sessions
SET is_active = false, ended_at = last_seen_at
WHERE is_active AND last_seen_at < now() - interval '24 hours';
