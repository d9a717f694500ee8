-- expect: equal|refused
CREATE TABLE child (id INTEGER PRIMARY KEY, p INT REFERENCES never_made (id));
INSERT INTO child VALUES (1, NULL);
