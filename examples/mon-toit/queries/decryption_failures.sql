-- Needs the key of the transaction: SELECT set_config('dunlin.kek', '...', true). A bad row is NULL; a wrong key raises.
SELECT count(*) AS decryption_failures
FROM (SELECT decrypt_phone_number(phone_encrypted, phone_salt) AS decrypted_phone FROM profiles WHERE phone_encrypted IS NOT NULL) AS decrypted
WHERE decrypted_phone IS NULL;
