-- Migration: 20250702090000_pack_roles
-- Description: pack roles 1.0: application, admin, developer and analytics roles; anon, authenticated, service_role and auth.uid() outside of Supabase
-- Date: 2026-11-21
-- Priority: HIGH
-- Dependencies: 000
-- Tags: monitoring
-- Pack: add roles 1.0
-- Pack-Parameters: {"analytics_schemas":[],"analytics_tables":[],"api_members":[],"app_members":[],"private_functions":"false","schemas":"public"}

-- What was made, so that the rollback removes it and nothing else.
CREATE SCHEMA IF NOT EXISTS dunlin_pack;
CREATE TABLE dunlin_pack.roles_made (
    kind text NOT NULL CHECK (kind IN ('role', 'member', 'schema', 'function')),
    name text NOT NULL,
    PRIMARY KEY (kind, name)
);
REVOKE ALL ON dunlin_pack.roles_made FROM PUBLIC;

-- 1. Roles. They belong to the server, not to this database: one that exists is used as it is. Where it is missing and
-- may not be made, its privileges are skipped, and a NOTICE says what a DBA has to do.
CREATE FUNCTION dunlin_pack.roles_make(role name, purpose text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
        RETURN;
    END IF;
    EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', role);
    EXECUTE pg_catalog.format('COMMENT ON ROLE %I IS %L', role, purpose);
    INSERT INTO dunlin_pack.roles_made VALUES ('role', role);
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'role % is missing and % may not make it: skipped with its privileges. A DBA can: CREATE ROLE % NOLOGIN; '
                     'then: SELECT dunlin_pack.roles_apply(schema)', role, current_user, role;
    WHEN duplicate_object OR unique_violation THEN
        NULL;  -- made by another database's migration in this moment
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.roles_make(name, text) FROM PUBLIC;

SELECT dunlin_pack.roles_make('app_service', 'The application: reads and writes rows.');
SELECT dunlin_pack.roles_make('admin_role', 'Administrators of the application: all rows, as policies allow them.');
SELECT dunlin_pack.roles_make('developer_role', 'Developers: read.');
SELECT dunlin_pack.roles_make('analytics_role', 'Reports: read what they are given.');
SELECT dunlin_pack.roles_make('anon', 'Requests without a person.');
SELECT dunlin_pack.roles_make('authenticated', 'Requests of a person who has signed in.');
SELECT dunlin_pack.roles_make('service_role', 'Trusted servers: row level security does not apply.');

-- Only a superuser may let a role pass row level security (since PostgreSQL 16 also who has it).
-- dunlin:allow role-bypassrls: trusted servers, as on Supabase; no request of a person becomes this role
DO $$
BEGIN
    IF EXISTS (SELECT FROM dunlin_pack.roles_made WHERE kind = 'role' AND name = 'service_role') THEN
        ALTER ROLE service_role BYPASSRLS;
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'service_role does not pass row level security: a DBA can: ALTER ROLE service_role BYPASSRLS';
END
$$;

-- 2. Who the request is from: auth.uid(), auth.role(), auth.jwt() read what the gateway has set for the transaction.
-- Where auth.uid() exists (Supabase), schema auth is the platform's and is left alone.
DO $shim$
BEGIN
    IF to_regprocedure('auth.uid()') IS NOT NULL THEN
        RETURN;
    END IF;
    IF to_regnamespace('auth') IS NULL THEN
        CREATE SCHEMA auth;
        INSERT INTO dunlin_pack.roles_made VALUES ('schema', 'auth');
    END IF;

    CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE SET search_path = '' AS $$
        SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb
    $$;
    COMMENT ON FUNCTION auth.jwt() IS 'The claims of the request; NULL without any.';

    -- The setting for a single claim is the older form; both are in use.
    CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE SET search_path = '' AS $$
        SELECT coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''), nullif(auth.jwt() ->> 'sub', ''))::uuid
    $$;
    COMMENT ON FUNCTION auth.uid() IS 'Who the request is from; NULL when nobody has signed in.';

    CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE SET search_path = '' AS $$
        SELECT coalesce(nullif(current_setting('request.jwt.claim.role', true), ''), auth.jwt() ->> 'role')
    $$;
    COMMENT ON FUNCTION auth.role() IS 'The role that the claims name.';

    INSERT INTO dunlin_pack.roles_made VALUES ('function', 'auth.uid()'), ('function', 'auth.role()'), ('function', 'auth.jwt()');
    -- They tell a session what it has been told itself, and every policy calls them: PUBLIC keeps EXECUTE.
    GRANT USAGE ON SCHEMA auth TO PUBLIC;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'no auth.uid(): % may not make schema auth. A DBA can: GRANT CREATE ON DATABASE ... TO %', current_user, current_user;
END
$shim$;

-- 3. Privileges. On a database (GRANT ALL ON DATABASE) they would give nothing on its tables: schema, tables and
-- sequences are granted, and by default privileges also what the migrating role makes later.
-- analytics_role gets what the parameters name; anon and authenticated get tables with their policies (pack rls).
CREATE FUNCTION dunlin_pack.roles_matrix(OUT role name, OUT kind text, OUT privileges text) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path = '' AS $$
    SELECT matrix.*
    FROM (VALUES
        ('app_service'::name, 'TABLES', 'SELECT, INSERT, UPDATE, DELETE'),
        ('app_service', 'SEQUENCES', 'USAGE, SELECT'),
        ('admin_role', 'TABLES', 'SELECT, INSERT, UPDATE, DELETE'),
        ('admin_role', 'SEQUENCES', 'USAGE, SELECT'),
        ('developer_role', 'TABLES', 'SELECT'),
        ('developer_role', 'SEQUENCES', 'SELECT'),
        ('analytics_role', 'SCHEMA', 'USAGE'),
        ('anon', 'SCHEMA', 'USAGE'),
        ('authenticated', 'SCHEMA', 'USAGE'),
        ('service_role', 'TABLES', 'SELECT, INSERT, UPDATE, DELETE'),
        ('service_role', 'SEQUENCES', 'USAGE, SELECT')
    ) AS matrix (role, kind, privileges)
    JOIN pg_catalog.pg_roles ON rolname = matrix.role
    WHERE matrix.role NOT IN ('anon', 'authenticated', 'service_role')
       OR EXISTS (SELECT FROM dunlin_pack.roles_made AS made WHERE made.name = 'auth.uid()')
$$;
REVOKE ALL ON FUNCTION dunlin_pack.roles_matrix() FROM PUBLIC;

-- One statement for each; objects of other owners are left to them.
CREATE FUNCTION dunlin_pack.roles_statements(target name, give boolean) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = '' AS $$
    WITH word AS (
        SELECT CASE WHEN give THEN 'GRANT' ELSE 'REVOKE' END AS verb, CASE WHEN give THEN 'TO' ELSE 'FROM' END AS preposition
    )
    SELECT pg_catalog.format('%s USAGE ON SCHEMA %I %s %I', verb, target, preposition, role)
    FROM word, (SELECT DISTINCT role FROM dunlin_pack.roles_matrix()) AS usage
    UNION ALL
    SELECT pg_catalog.format('%s %s ON %s %I.%I %s %I', verb, privileges,
                             CASE WHEN relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, target, relname, preposition, role)
    FROM word, dunlin_pack.roles_matrix()
    JOIN pg_catalog.pg_class ON relkind = ANY (CASE kind WHEN 'TABLES' THEN '{r,p,v,m,f}' WHEN 'SEQUENCES' THEN '{S}' ELSE '{}' END::"char"[])
    WHERE relnamespace = pg_catalog.quote_ident(target)::regnamespace AND pg_catalog.pg_has_role(relowner, 'USAGE')
    UNION ALL
    SELECT pg_catalog.format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I %s %s ON %s %s %I', target, verb, privileges, kind, preposition, role)
    FROM word, dunlin_pack.roles_matrix() WHERE kind IN ('TABLES', 'SEQUENCES')
$$;
REVOKE ALL ON FUNCTION dunlin_pack.roles_statements(name, boolean) FROM PUBLIC;

CREATE FUNCTION dunlin_pack.roles_apply(target name) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    statement text;
BEGIN
    FOR statement IN SELECT dunlin_pack.roles_statements(target, true) LOOP
        EXECUTE statement;
    END LOOP;
END
$$;
COMMENT ON FUNCTION dunlin_pack.roles_apply(name) IS 'Gives the roles their privileges on a schema; may run again.';
REVOKE ALL ON FUNCTION dunlin_pack.roles_apply(name) FROM PUBLIC;

SELECT dunlin_pack.roles_apply('public');


-- 4. Who may become them.
CREATE FUNCTION dunlin_pack.roles_join(role name, member name) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_catalog.pg_auth_members
        WHERE roleid = pg_catalog.quote_ident(role)::regrole AND pg_auth_members.member = pg_catalog.quote_ident(roles_join.member)::regrole
    ) THEN
        RETURN;
    END IF;
    EXECUTE pg_catalog.format('GRANT %I TO %I', role, member);
    INSERT INTO dunlin_pack.roles_made VALUES ('member', pg_catalog.format('%I FROM %I', role, member));
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.roles_join(name, name) FROM PUBLIC;
