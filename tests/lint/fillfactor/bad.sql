-- found: 2
ALTER TABLE users SET (fillfactor = 70);
ALTER INDEX users_email SET (fillfactor = 90);
