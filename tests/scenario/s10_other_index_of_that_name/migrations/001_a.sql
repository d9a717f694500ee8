CREATE TABLE a (id int, n int);
CREATE INDEX a_i ON a (n);
CREATE TABLE other (id int);
CREATE INDEX other_i ON other (id);
