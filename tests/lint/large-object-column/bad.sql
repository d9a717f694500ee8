-- found: 2
CREATE TABLE files (id bigint PRIMARY KEY, content bytea, big oid);
