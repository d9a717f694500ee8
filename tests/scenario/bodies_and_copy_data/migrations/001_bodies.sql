CREATE FUNCTION f1() RETURNS text LANGUAGE plpgsql AS $x$
BEGIN
  -- a comment with a ; and a ' quote
  RETURN 'a;b' || $$c;d$$;
END;
$x$;
DO $do$ BEGIN EXECUTE 'CREATE TABLE made (id int)'; END $do$;
CREATE FUNCTION f2(a int) RETURNS int LANGUAGE SQL
BEGIN ATOMIC
  SELECT CASE WHEN a > 0 THEN a ELSE 0 END;
  SELECT a + 1;
END;
CREATE PROCEDURE p1() LANGUAGE SQL BEGIN ATOMIC INSERT INTO made VALUES (1); INSERT INTO made VALUES (2); END;
CALL p1();
/* a /* nested; */ comment; */
INSERT INTO made VALUES (3); -- and this; is one
SELECT E'it\'s; fine', U&'d\0061ta;', "a;b" FROM (SELECT 1 AS "a;b") s;
CREATE RULE r AS ON DELETE TO made DO INSTEAD (SELECT 1; SELECT 2);
