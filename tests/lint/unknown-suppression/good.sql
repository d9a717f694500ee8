-- dunlin:allow index-not-concurrent: small table
CREATE INDEX i ON users (email);
