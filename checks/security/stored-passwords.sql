-- title: No password for another server is kept in the catalog
-- reference: OWASP
-- Only the owner sees the options of a user mapping: what is NULL here is somebody else's.
SELECT 'warn', m.srvname || ' for ' || m.usename, 'its options hold a password in the clear, which backups hold too',
       'a passfile or certificate on the server; password_required = false is for superusers'
FROM pg_user_mappings m WHERE EXISTS (SELECT FROM unnest(m.umoptions) AS o WHERE o LIKE 'password=%')
UNION ALL
SELECT 'skipped', count(*)::text, 'options of ' || count(*) || ' user mappings are hidden from this role', ''
FROM pg_user_mappings m WHERE m.umoptions IS NULL HAVING count(*) > 0;
