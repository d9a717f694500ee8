-- found: 1
SELECT id, email INTO users_copy FROM users WHERE id > 10;
