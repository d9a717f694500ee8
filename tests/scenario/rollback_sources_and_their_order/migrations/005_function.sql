CREATE TABLE t5 (id int);
CREATE FUNCTION rollback_migration_005() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DROP TABLE t5;
  CREATE TABLE by_function ();
END $$;
