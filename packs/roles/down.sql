-- pack:if private_functions
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
-- pack:end
-- pack:for table in analytics_tables
REVOKE SELECT ON {{table}} FROM analytics_role;
-- pack:end
-- pack:for schema in analytics_schemas
ALTER DEFAULT PRIVILEGES IN SCHEMA {{schema}} REVOKE SELECT ON TABLES FROM analytics_role;
REVOKE SELECT ON ALL TABLES IN SCHEMA {{schema}} FROM analytics_role;
REVOKE USAGE ON SCHEMA {{schema}} FROM analytics_role;
-- pack:end

DO $$
DECLARE
    statement text;
BEGIN
    FOR statement IN
        -- pack:for schema in schemas
        SELECT dunlin_pack.roles_statements({{schema|literal}}, false) UNION ALL
        -- pack:end
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
            IF to_regnamespace('dunlin_pack') IS NOT NULL THEN  -- shared by packs, which grant it
                EXECUTE format('REVOKE ALL ON SCHEMA dunlin_pack FROM %I', made.name);
            END IF;
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
