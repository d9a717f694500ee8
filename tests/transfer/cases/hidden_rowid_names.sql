-- expect: equal
-- Columns that hide the names of the rowid.
CREATE TABLE t (rowid TEXT, oid TEXT, _rowid_ TEXT);
INSERT INTO t VALUES ('a', 'b', 'c'), ('d', 'e', 'f');
CREATE TABLE u (rowid TEXT, n INT);
INSERT INTO u VALUES ('x', 1), ('y', 2);
