-- From 1.1 to 1.2: who has policies also gets the way into the schema, and to the sequences of serial columns.

-- Grants what the role doesn't have yet, and remembers it: privileges on the table, the way into its schema, and for who may insert
-- the sequences behind its serial columns (those of identity columns need no grant).
CREATE OR REPLACE FUNCTION dunlin_pack.rls_grant(relation regclass, role name, privileges text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    privilege text;
    place name := (SELECT nspname FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = relation);
    sequence regclass;
BEGIN
    FOREACH privilege IN ARRAY privileges LOOP
        CONTINUE WHEN pg_catalog.has_table_privilege(role, relation, privilege);
        EXECUTE pg_catalog.format('GRANT %s ON %s TO %I', privilege, relation, role);
        INSERT INTO dunlin_pack.rls_made VALUES ('privilege', pg_catalog.format('%s ON %s FROM %I', privilege, relation, role));
    END LOOP;
    IF NOT pg_catalog.has_schema_privilege(role, place, 'USAGE') THEN
        EXECUTE pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %I', place, role);
        INSERT INTO dunlin_pack.rls_made VALUES ('privilege', pg_catalog.format('USAGE ON SCHEMA %I FROM %I', place, role));
    END IF;
    FOR sequence IN
        SELECT d.objid FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_class AS s ON s.oid = d.objid AND s.relkind = 'S'
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
          AND d.refobjid = relation AND d.refobjsubid > 0 AND d.deptype = 'a' AND 'INSERT' = ANY (privileges)
        ORDER BY 1
    LOOP
        CONTINUE WHEN pg_catalog.has_sequence_privilege(role, sequence, 'USAGE');
        EXECUTE pg_catalog.format('GRANT USAGE ON SEQUENCE %s TO %I', sequence, role);
        INSERT INTO dunlin_pack.rls_made VALUES ('privilege', pg_catalog.format('USAGE ON SEQUENCE %s FROM %I', sequence, role));
    END LOOP;
END
$$;

-- Once more for each table: what is there already is passed over.
-- pack:for table in own_tables
SELECT dunlin_pack.rls_grant({{table|literal}}, {{client_role|literal}}, ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
-- pack:end
-- pack:for table in organization_tables
SELECT dunlin_pack.rls_grant({{table|literal}}, {{client_role|literal}}, ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
-- pack:end
-- pack:for table in published_tables
-- pack:for role in published_roles
SELECT dunlin_pack.rls_grant({{table|literal}}, {{role|literal}}, ARRAY['SELECT']);
-- pack:end
-- pack:end
-- pack:for table in admin_tables
SELECT dunlin_pack.rls_grant({{table|literal}}, {{admin_role|literal}}, ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
-- pack:end
