CREATE TABLE a (id int, price numeric(10,2), latitude float8, taxonomy real, priceless float, amount bigint);
