CREATE INDEX CONCURRENTLY a_id ON a (id);
CREATE TABLE beside (id int);
