-- A returned row is a failure: a hash column or its index that isn't there, or a hash that isn't a SHA-256.
SELECT format('%s.%s should be bytea with a valid index %s', expected.tab, expected.col, expected.index) AS failure
FROM (VALUES ('users', 'email_hash', 'idx_users_email_hash'),
             ('visitor_sessions', 'ip_hash', 'idx_visitor_sessions_ip_hash')) AS expected (tab, col, index)
LEFT JOIN pg_attribute AS a ON a.attrelid = to_regclass(expected.tab) AND a.attname = expected.col
LEFT JOIN pg_index AS i ON i.indexrelid = to_regclass(expected.index) AND i.indrelid = a.attrelid
WHERE a.atttypid IS DISTINCT FROM 'bytea'::regtype OR i.indisvalid IS NOT TRUE;

-- Under a later key of the blind index there are four bytes more: the key's number.
SELECT format('users.id %s: a hash of %s bytes', id, length(email_hash)) AS failure
FROM users WHERE length(email_hash) NOT IN (32, 36);

-- RFC 4231, test case 2, in lower case already.
SELECT 'pii_hash is not HMAC-SHA-256' AS failure
WHERE pii_hash(' What do ya want for nothing? ', 'Jefe')
      IS DISTINCT FROM hmac('what do ya want for nothing?', 'Jefe', 'sha256');

-- Two people behind one hash.
SELECT format('one hash for %s users', count(DISTINCT lower(btrim(email)))) AS failure
FROM users WHERE email_hash IS NOT NULL
GROUP BY email_hash HAVING count(DISTINCT lower(btrim(email))) > 1;
