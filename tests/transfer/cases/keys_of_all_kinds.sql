-- expect: equal
CREATE TABLE without (a TEXT, b INTEGER, c TEXT, PRIMARY KEY (c, a)) WITHOUT ROWID;
INSERT INTO without VALUES ('x', 1, 'y'), ('x', 2, 'z');
CREATE TABLE composite (a INT, b INT, PRIMARY KEY (b, a));
INSERT INTO composite VALUES (1, 2), (2, 1);
CREATE TABLE none (a INT, b TEXT);
INSERT INTO none VALUES (1, 'same'), (1, 'same'), (NULL, NULL), (NULL, NULL);
CREATE TABLE text_key (k TEXT PRIMARY KEY NOT NULL, v);
INSERT INTO text_key VALUES ('a', 1), ('A', 2);
CREATE TABLE int_key (k INT PRIMARY KEY, v TEXT);
INSERT INTO int_key VALUES (1, 'not the rowid');
