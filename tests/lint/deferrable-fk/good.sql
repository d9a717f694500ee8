CREATE TABLE users (id bigint PRIMARY KEY, boss bigint REFERENCES users, n int UNIQUE DEFERRABLE);
