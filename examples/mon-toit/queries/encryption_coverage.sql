SELECT count(*) AS total_users, count(phone_encrypted) AS encrypted_phones FROM profiles WHERE phone IS NOT NULL OR phone_encrypted IS NOT NULL;
