CREATE TABLE files (id bigint PRIMARY KEY, hash bytea NOT NULL CHECK (octet_length(hash) = 32), name text);
