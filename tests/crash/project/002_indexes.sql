ALTER TABLE customers ADD COLUMN score int NOT NULL DEFAULT 0;
INSERT INTO marks VALUES ('up 002.1');
CREATE UNIQUE INDEX CONCURRENTLY customers_email ON customers (lower(email));
UPDATE customers SET score = score + 1;
INSERT INTO marks VALUES ('up 002.2');
CREATE INDEX CONCURRENTLY customers_city ON customers (city, score DESC) INCLUDE (email) WHERE score > 0;
CREATE INDEX CONCURRENTLY IF NOT EXISTS customers_mood ON customers (mood);
CREATE INDEX CONCURRENTLY ON customers USING hash (note);
INSERT INTO marks VALUES ('up 002.3');
-- dunlin:down
INSERT INTO marks VALUES ('down 002.1');
DROP INDEX customers_note_idx;
DROP INDEX CONCURRENTLY customers_mood;
DROP INDEX CONCURRENTLY customers_city;
INSERT INTO marks VALUES ('down 002.2');
DROP INDEX CONCURRENTLY customers_email;
ALTER TABLE customers DROP COLUMN score;
INSERT INTO marks VALUES ('down 002.3');
