-- expect: refused
-- A trigger that takes rows out doesn't say where they came from.
CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT);
INSERT INTO docs VALUES (1, 'one');
CREATE VIRTUAL TABLE bodies USING fts5(body);
INSERT INTO bodies (rowid, body) VALUES (1, 'text that only lives here');
CREATE TRIGGER docs_gone AFTER DELETE ON docs BEGIN DELETE FROM bodies WHERE rowid = old.id; END;
