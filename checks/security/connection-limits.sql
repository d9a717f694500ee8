-- title: Client roles that log in have a limit of connections
-- reference: CIS 5.5
SELECT 'warn', rolname::text, 'may take every connection of the server', format('ALTER ROLE %I CONNECTION LIMIT 50;', rolname)
FROM pg_roles WHERE rolname = ANY ($1::text[]) AND rolcanlogin AND NOT rolsuper AND rolconnlimit = -1;
