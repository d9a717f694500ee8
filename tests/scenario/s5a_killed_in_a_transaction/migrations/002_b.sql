CREATE TABLE b (id int);
INSERT INTO b VALUES (1);
SELECT pg_sleep(3604) WHERE to_regclass('public.awake') IS NULL;
INSERT INTO b VALUES (2);
