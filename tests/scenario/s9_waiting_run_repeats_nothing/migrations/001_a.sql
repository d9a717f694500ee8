CREATE TABLE log (id int);
-- dunlin:unit alone
DO $$ BEGIN INSERT INTO log VALUES (1); PERFORM pg_sleep(1.5); END $$;
