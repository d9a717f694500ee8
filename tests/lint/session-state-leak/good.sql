SET LOCAL ROLE owner;
SET check_function_bodies = off;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT missing()';
SET check_function_bodies = on;
-- file: 002_load.sql
SET LOCAL ROLE owner;
SET session_replication_role = replica;
SET statement_timeout = 0;
SET check_function_bodies = off;
RESET session_replication_role;
SET check_function_bodies = on;
SET row_security = off;
RESET ALL;
