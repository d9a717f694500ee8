-- expect: equal
-- An unqualified pg_class is PostgreSQL's own, whatever the search_path.
CREATE TABLE pg_class (code TEXT PRIMARY KEY, n INTEGER);
CREATE TABLE PG_TYPE (id INTEGER PRIMARY KEY, code TEXT REFERENCES pg_class (code));
CREATE TABLE _pg_class (id INTEGER PRIMARY KEY);
CREATE INDEX pg_index ON pg_class (n);
INSERT INTO pg_class VALUES ('a', 1), ('b', 2);
INSERT INTO PG_TYPE VALUES (1, 'a'), (2, NULL);
INSERT INTO _pg_class VALUES (7);
