-- title: Data at rest are encrypted
-- reference: OWASP
-- The server doesn't know of its disks: this is never green.
SELECT 'skipped', 'volumes', 'can''t be seen by SQL: ask the provider, or look at the host''s volumes', '';
