-- expect: equal
-- Shadow tables aren't data.
CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT);
INSERT INTO docs VALUES (1, 'hello world');
CREATE VIRTUAL TABLE docs_fts USING fts5(body, content='docs', content_rowid='id');
CREATE VIRTUAL TABLE old_fts USING fts4(body);
CREATE TRIGGER old_fts_in AFTER INSERT ON docs BEGIN INSERT INTO old_fts (rowid, body) VALUES (new.id, new.body); END;
INSERT INTO docs VALUES (2, 'found by a trigger');
CREATE VIRTUAL TABLE boxes USING rtree(id, min_x, max_x, min_y, max_y);
CREATE VIRTUAL TABLE words USING fts5vocab(docs_fts, 'row');
