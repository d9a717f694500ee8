CREATE TABLE plain (id bigint PRIMARY KEY);
CREATE TEMPORARY TABLE working (id bigint);
