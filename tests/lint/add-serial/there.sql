CREATE TABLE unknown (line text);
INSERT INTO unknown VALUES ('a'), ('b');
