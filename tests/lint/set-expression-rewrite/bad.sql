-- pg: 17
-- found: 2
-- file: 001_start.sql
CREATE TABLE orders (net numeric, total numeric GENERATED ALWAYS AS (net * 2) STORED);
-- file: 002_change.sql
ALTER TABLE orders ALTER COLUMN total SET EXPRESSION AS (net * 3);
ALTER TABLE unknown ALTER COLUMN total SET EXPRESSION AS (net * 3);
