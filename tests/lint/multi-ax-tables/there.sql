CREATE TABLE elsewhere (a int);
INSERT INTO elsewhere VALUES (1), (NULL);
