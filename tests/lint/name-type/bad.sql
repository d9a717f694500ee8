-- found: 2
CREATE TABLE a (label name);
ALTER TABLE a ADD COLUMN other name NOT NULL;
