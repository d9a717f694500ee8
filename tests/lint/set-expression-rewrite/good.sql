-- pg: 18
-- file: 001_start.sql
CREATE TABLE orders (net numeric, total numeric GENERATED ALWAYS AS (net * 2) VIRTUAL);
-- file: 002_change.sql
ALTER TABLE orders ALTER COLUMN total SET EXPRESSION AS (net * 3);
CREATE TABLE items (net numeric, total numeric GENERATED ALWAYS AS (net * 2) STORED);
ALTER TABLE items ALTER COLUMN total SET EXPRESSION AS (net * 3);
ALTER TABLE orders ALTER COLUMN net SET DEFAULT 3;
