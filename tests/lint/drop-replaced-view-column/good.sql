-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, nick text);
CREATE VIEW people AS SELECT id, email, nick FROM users;
CREATE VIEW all_people AS SELECT * FROM users;
-- file: 002_change.sql
CREATE OR REPLACE VIEW people AS SELECT id, email, nick, length(nick) AS size FROM users;
CREATE OR REPLACE VIEW all_people AS SELECT * FROM users;
CREATE OR REPLACE VIEW people (id, email, nick, size, at) AS SELECT u.id, lower(u.email), u.nick, 0, now() FROM users u;
DROP VIEW all_people;
CREATE VIEW all_people AS SELECT id FROM users;
