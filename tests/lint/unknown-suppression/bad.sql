-- dunlin:allow index-not-concurent: small table
CREATE INDEX i ON users (email);
