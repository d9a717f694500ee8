-- found: 2
CREATE TABLE a (id int, price money);
ALTER TABLE a ADD COLUMN tax money DEFAULT 0;
