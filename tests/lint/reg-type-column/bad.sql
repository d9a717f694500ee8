CREATE TABLE hooks (id bigint PRIMARY KEY, handler regprocedure);
ALTER TABLE hooks ADD COLUMN home regnamespace;
