-- expect: equal
-- Shadow tables aren't data.
CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT);
INSERT INTO docs VALUES (1, 'hello world');
CREATE VIRTUAL TABLE docs_fts USING fts5(body, content='docs', content_rowid='id');
CREATE VIRTUAL TABLE old_fts USING fts4(body);
INSERT INTO old_fts VALUES ('text that only lives here');
CREATE VIRTUAL TABLE boxes USING rtree(id, min_x, max_x, min_y, max_y);
INSERT INTO boxes VALUES (1, 0, 1, 0, 1);
