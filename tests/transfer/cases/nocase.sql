-- expect: equal
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE UNIQUE, nick TEXT COLLATE NOCASE);
CREATE INDEX users_nick ON users (nick COLLATE NOCASE);
INSERT INTO users VALUES (1, 'Ann@Example.org', 'ann'), (2, 'bob@example.org', 'ÄNN'), (3, 'x@example.org', 'änn');
