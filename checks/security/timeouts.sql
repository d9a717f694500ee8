-- title: Client roles can't hold locks or run queries for ever
-- reference: OWASP
SELECT 'warn', r.rolname::text, 'has no ' || string_agg(t.name, ', ' ORDER BY t.name),
       format('ALTER ROLE %I SET %s = ''30s'';', r.rolname, min(t.name))
FROM pg_roles r CROSS JOIN (VALUES ('statement_timeout'), ('idle_in_transaction_session_timeout'), ('lock_timeout')) AS t (name)
WHERE r.rolname = ANY ($1::text[])
  AND NOT EXISTS (SELECT FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) AS c
                  WHERE (s.setrole = r.oid OR (s.setrole = 0 AND s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())))
                    AND c LIKE t.name || '=%' AND c <> t.name || '=0')
  AND (SELECT s.reset_val FROM pg_settings s WHERE s.name = t.name) = '0'  -- not this session's own
GROUP BY r.rolname;
