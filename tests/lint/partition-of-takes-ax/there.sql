CREATE TABLE unknown (id int) PARTITION BY RANGE (id);
