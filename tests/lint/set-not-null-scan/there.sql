CREATE SCHEMA app;
CREATE TABLE app.unknown (a int);
INSERT INTO app.unknown VALUES (1), (2);
