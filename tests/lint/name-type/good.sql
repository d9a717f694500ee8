CREATE TABLE a (name text, other varchar);
