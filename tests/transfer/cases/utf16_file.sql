-- expect: equal
PRAGMA encoding = 'UTF-16le';
CREATE TABLE "Ümläut" (id INTEGER PRIMARY KEY, "größe" TEXT);
INSERT INTO "Ümläut" VALUES (1, 'grün 🦜'), (2, '');
