CREATE SCHEMA app;
CREATE TABLE elsewhere (a int, b int);
INSERT INTO elsewhere VALUES (1, 2), (3, NULL);
