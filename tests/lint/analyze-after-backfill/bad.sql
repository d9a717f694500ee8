-- found: 2
ALTER TABLE users ADD COLUMN region text;
UPDATE users SET region = 'x';
INSERT INTO people SELECT * FROM users;
ANALYZE users_old;
