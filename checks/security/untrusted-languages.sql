-- title: Languages that can leave the database aren't installed, or nobody's functions use them
-- reference: CIS 4.8, OWASP
SELECT 'warn', l.lanname::text, count(p.oid) || ' functions in a language that runs with the server''s rights', format('DROP EXTENSION %I;', l.lanname)
FROM pg_language l LEFT JOIN pg_proc p ON p.prolang = l.oid
WHERE NOT l.lanpltrusted AND l.lanname NOT IN ('internal', 'c') GROUP BY l.lanname;
