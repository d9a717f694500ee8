-- dunlin:allow index-not-concurrent: small table
CREATE INDEX CONCURRENTLY i ON users (email);
