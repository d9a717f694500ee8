-- found: 3
CREATE TABLE a (id smallint PRIMARY KEY);
CREATE TABLE b (id smallserial, CONSTRAINT k PRIMARY KEY (id));
CREATE TABLE c (id int2);
ALTER TABLE c ADD PRIMARY KEY (id);
