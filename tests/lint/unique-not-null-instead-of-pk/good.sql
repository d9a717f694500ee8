CREATE TABLE countries (code text PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE seats (hall int, number int NOT NULL, UNIQUE (hall, number));
