-- dunlin:allow index-not-concurrent: small tables, all of them

CREATE INDEX i ON users (email);
CREATE INDEX k ON users (name);
