-- expect: refused
-- SQLite checks none of a table's keys when one refers to a column that isn't unique.
CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE c (id INTEGER PRIMARY KEY, name TEXT REFERENCES p (name), p INT REFERENCES p (id));
INSERT INTO p VALUES (1, 'a');
INSERT INTO c VALUES (1, 'a', 99);
