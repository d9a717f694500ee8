-- Revert p:zz from pg
BEGIN;
DROP TABLE a;
COMMIT;
