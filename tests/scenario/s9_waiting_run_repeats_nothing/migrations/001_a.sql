CREATE TABLE log (id int);
-- dunlin:unit alone
DO $$ BEGIN INSERT INTO log VALUES (1); PERFORM FROM gate FOR UPDATE; END $$;
