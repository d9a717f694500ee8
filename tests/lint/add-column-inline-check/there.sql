CREATE TABLE elsewhere (id bigint PRIMARY KEY);
INSERT INTO elsewhere VALUES (1), (2);
