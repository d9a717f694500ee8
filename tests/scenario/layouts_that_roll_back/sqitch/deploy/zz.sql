-- Deploy p:zz to pg
BEGIN;
CREATE TABLE a (id int);
COMMIT;
