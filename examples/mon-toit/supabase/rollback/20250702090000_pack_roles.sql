
DO $$
DECLARE
    statement text;
BEGIN
    FOR statement IN
        SELECT dunlin_pack.roles_statements('public', false) UNION ALL
        SELECT 'REVOKE ' || name FROM dunlin_pack.roles_made WHERE kind = 'member'
    LOOP
        EXECUTE statement;
    END LOOP;
END
$$;

-- RESTRICT: a policy or function of yours that calls auth.uid() refuses.
DO $$
DECLARE
    made record;
BEGIN
    FOR made IN SELECT name FROM dunlin_pack.roles_made WHERE kind = 'function' ORDER BY name DESC LOOP
        EXECUTE format('DROP FUNCTION %s RESTRICT', made.name);
    END LOOP;
    IF EXISTS (SELECT FROM dunlin_pack.roles_made WHERE kind = 'schema') THEN
        DROP SCHEMA auth RESTRICT;
    END IF;
END
$$;

-- A role that owns or may do something in this database refuses; one that another database uses stays, and is named.
DO $$
DECLARE
    made record;
    elsewhere text;
BEGIN
    FOR made IN SELECT name FROM dunlin_pack.roles_made WHERE kind = 'role' ORDER BY name LOOP
        SELECT string_agg(DISTINCT datname, ', ') INTO elsewhere
        FROM pg_shdepend JOIN pg_database ON pg_database.oid = dbid
        WHERE refclassid = 'pg_authid'::regclass AND refobjid = quote_ident(made.name)::regrole AND datname <> current_database();
        IF elsewhere IS NULL THEN
            EXECUTE format('DROP ROLE %I', made.name);
        ELSE
            RAISE NOTICE 'role % stays: it has privileges in %', made.name, elsewhere;
        END IF;
    END LOOP;
END
$$;

DROP FUNCTION dunlin_pack.roles_join(name, name) RESTRICT;
DROP FUNCTION dunlin_pack.roles_apply(name) RESTRICT;
DROP FUNCTION dunlin_pack.roles_statements(name, boolean) RESTRICT;
DROP FUNCTION dunlin_pack.roles_matrix() RESTRICT;
DROP FUNCTION dunlin_pack.roles_make(name, text) RESTRICT;
DROP TABLE dunlin_pack.roles_made;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
