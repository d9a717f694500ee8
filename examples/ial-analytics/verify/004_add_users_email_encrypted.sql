-- A returned row is a failure: encryption columns that aren't there, or that hold something else.
SELECT format('users.%s should be text', expected.col) AS failure
FROM (VALUES ('email_encrypted'), ('email_salt')) AS expected (col)
LEFT JOIN pg_attribute AS a ON a.attrelid = to_regclass('users') AND a.attname = expected.col
WHERE a.atttypid IS DISTINCT FROM 'text'::regtype;

SELECT format('users.id %s: email_encrypted is no encrypted value', id) AS failure
FROM users WHERE email_encrypted !~ '^v[12]\.[1-9][0-9]*\.[A-Za-z0-9+/]{84,}=*$';

SELECT format('users.id %s: the email can be read in its encrypted column', id) AS failure
FROM users WHERE position(email IN email_encrypted) > 0;

SELECT 'user_email_encryption does not count every user' AS failure
WHERE (SELECT coalesce(sum(users), 0) FROM user_email_encryption) <> (SELECT count(*) FROM users);
