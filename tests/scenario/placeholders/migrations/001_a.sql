CREATE SCHEMA ${schema};
CREATE TABLE ${schema}.a (id int, t text DEFAULT '$${schema} ${owner.name}');
CREATE FUNCTION ${schema}.f() RETURNS text LANGUAGE sql AS $body$ SELECT '${schema}'::text $body$;
-- dunlin:down
DROP SCHEMA ${schema} CASCADE;
