CREATE INDEX i ON users (email); -- dunlin:allow index-not-concurrent: forty rows
