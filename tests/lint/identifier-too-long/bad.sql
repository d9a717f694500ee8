-- found: 3
CREATE INDEX an_index_with_a_name_that_goes_on_and_on_until_nobody_can_read_it_any_more ON a (b);
ALTER TABLE a ADD COLUMN "a column with a name that goes on and on until nobody can read it any more" int;
CREATE TABLE b (x int CONSTRAINT ümläutümläutümläutümläutümläutümläutümläutümläut_ü CHECK (x > 0));
