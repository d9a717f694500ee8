UPDATE users SET region = 'x';
UPDATE users SET area = 'x' WHERE id = 3;
INSERT INTO people VALUES (1), (2);
INSERT INTO places SELECT * FROM users;
ANALYZE users, places;
CREATE TEMPORARY TABLE working (id bigint);
INSERT INTO working SELECT id FROM users;
