-- found: 2
CREATE TABLE countries (code text NOT NULL UNIQUE, name text);
CREATE TABLE seats (hall int NOT NULL, number int NOT NULL, UNIQUE (hall, number));
