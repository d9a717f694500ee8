-- expect: refused
-- Rows that only a virtual table holds aren't left behind without a word.
CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO places VALUES (1, 'here');
CREATE VIRTUAL TABLE boxes USING rtree(id, min_x, max_x, min_y, max_y);
INSERT INTO boxes VALUES (1, 0, 1, 0, 1);
