-- found: 3
CREATE TABLE a (doc json, docs json[]);
ALTER TABLE a ADD COLUMN "Extra" json DEFAULT '{}';
