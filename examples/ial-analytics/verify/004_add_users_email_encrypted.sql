-- A returned row is a failure: encryption columns that aren't there, or a constraint that was never validated.
SELECT format('users.%s should be %s', expected.col, expected.type) AS failure
FROM (VALUES ('email_encrypted', 'bytea'), ('email_key_id', 'smallint')) AS expected (col, type)
LEFT JOIN pg_attribute AS a ON a.attrelid = to_regclass('users') AND a.attname = expected.col
WHERE format_type(a.atttypid, a.atttypmod) IS DISTINCT FROM expected.type;

SELECT 'users_email_key_known is missing or not validated' AS failure
WHERE NOT EXISTS (SELECT FROM pg_constraint
                  WHERE conrelid = 'users'::regclass AND conname = 'users_email_key_known' AND convalidated);

SELECT format('users.id %s: the email can be read in its encrypted column', id) AS failure
FROM users WHERE position(convert_to(email, 'UTF8') IN email_encrypted) > 0;

SELECT 'user_email_encryption does not count every user' AS failure
WHERE (SELECT coalesce(sum(users), 0) FROM user_email_encryption) <> (SELECT count(*) FROM users);
