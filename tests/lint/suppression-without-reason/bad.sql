-- dunlin:allow index-not-concurrent
CREATE INDEX i ON users (email);
