-- expect: equal|refused
-- Every value is text, by design of the application.
CREATE TABLE notes (id INTEGER PRIMARY KEY, sfld INTEGER NOT NULL);
INSERT INTO notes VALUES (1, 'one'), (2, 'two');
