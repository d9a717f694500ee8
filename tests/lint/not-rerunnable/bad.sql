-- found: 7
CREATE TABLE in_a_transaction (id int);
-- dunlin:unit alone
ALTER TABLE a ADD COLUMN b int, ADD CONSTRAINT k CHECK (b > 0) NOT VALID;
-- dunlin:unit alone
ALTER TABLE a RENAME TO c;
-- dunlin:unit alone
INSERT INTO c VALUES (1);
-- dunlin:unit alone
CALL fill();
-- dunlin:unit alone
DROP TABLE d;
-- dunlin:unit alone
CREATE POLICY p ON c USING (true);
