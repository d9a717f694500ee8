CREATE TABLE lone (id int);
CREATE TABLE other (id int);
CREATE INDEX lone_id ON lone (id);
CREATE PROCEDURE cleanup() LANGUAGE plpgsql AS $$
BEGIN
  DROP TABLE other;
  COMMIT;
END $$;
-- dunlin:down
DROP INDEX CONCURRENTLY lone_id;
-- dunlin:unit alone
DROP TABLE lone;
CALL cleanup();
DROP PROCEDURE cleanup();
