-- found: 5
CREATE TABLE a (id int, price float, "totalAmount" real, fees double precision[]);
ALTER TABLE a ADD COLUMN tax_rate float8;
ALTER TABLE a ALTER COLUMN unit_price TYPE real;
