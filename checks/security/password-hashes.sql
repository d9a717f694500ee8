-- title: No password is left as an MD5 hash, and none lasts for ever
-- reference: CIS 5.12, OWASP
SELECT CASE WHEN rolpassword LIKE 'md5%' THEN 'critical' ELSE 'warn' END, rolname::text,
       CASE WHEN rolpassword LIKE 'md5%' THEN 'its password is stored as an MD5 hash' ELSE 'its password has no VALID UNTIL' END,
       CASE WHEN rolpassword LIKE 'md5%' THEN 'set the password anew' ELSE format('ALTER ROLE %I VALID UNTIL ''...'';', rolname) END
FROM pg_authid
WHERE rolcanlogin AND rolpassword IS NOT NULL AND (rolpassword LIKE 'md5%' OR rolvaliduntil IS NULL);
