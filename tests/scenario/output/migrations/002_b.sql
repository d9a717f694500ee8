-- Rollback: DROP TABLE b
CREATE TABLE b (id int);
DO $$ BEGIN RAISE NOTICE 'a notice'; RAISE WARNING 'a warning'; END $$;
