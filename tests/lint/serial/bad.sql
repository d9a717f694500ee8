-- found: 3
CREATE TABLE a (id serial PRIMARY KEY, nr bigserial);
ALTER TABLE a ADD COLUMN small smallserial;
