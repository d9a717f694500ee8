-- found: 3
-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, nick text);
CREATE VIEW people AS SELECT id, email, nick FROM users;
CREATE VIEW all_people AS SELECT * FROM users;
-- file: 002_change.sql
CREATE OR REPLACE VIEW people AS SELECT id, nick, email FROM users;
CREATE OR REPLACE VIEW people AS SELECT id, email FROM users;
CREATE OR REPLACE VIEW all_people AS SELECT id, email AS address, nick FROM users;
