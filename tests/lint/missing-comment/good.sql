CREATE TABLE public.users (id bigint PRIMARY KEY);
COMMENT ON TABLE users IS 'one row for each person who may log in';
CREATE TEMP TABLE work (x int);
