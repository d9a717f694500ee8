-- Description: a block
-- Rollback:
--   DROP TABLE t4;
--   CREATE TABLE by_comment ();

CREATE TABLE t4 (id int);
CREATE FUNCTION rollback_migration_004() RETURNS void LANGUAGE SQL AS 'DROP TABLE t4';
