-- A returned row is a failure: emails that aren't registered as encrypted, or without what goes with it.
SELECT 'users.email_encrypted is not registered, bound to its row, with email_hash as its blind index' AS failure
WHERE NOT EXISTS (SELECT FROM dunlin_pack.encrypted_column
                  WHERE relation = 'users'::regclass AND encrypted_column = 'email_encrypted' AND plain_column = 'email'
                    AND salt_column = 'email_salt' AND index_column = 'email_hash' AND context <> '');

SELECT 'new emails are not encrypted: the trigger is missing' AS failure
WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'users'::regclass AND tgname = 'dunlin_encrypt_email_encrypted');

SELECT 'idx_users_email_salt is missing or not valid' AS failure
WHERE NOT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('idx_users_email_salt') AND indisvalid AND indisunique);

SELECT format('users.id %s: an encrypted email without its salt or its hash', id) AS failure
FROM users WHERE email_encrypted IS NOT NULL AND (email_salt IS NULL OR email_hash IS NULL);

-- A data key lies in the database wrapped, or was destroyed.
SELECT format('key %s is not wrapped', kid) AS failure
FROM dunlin_pack.dek WHERE octet_length(wrapped) IS DISTINCT FROM 96 AND state <> 'destroyed';
