-- From 1.2 back to 1.1. What was granted stays until the pack goes.

-- Grants what the role doesn't have yet, and remembers it.
CREATE OR REPLACE FUNCTION dunlin_pack.rls_grant(relation regclass, role name, privileges text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
    privilege text;
BEGIN
    FOREACH privilege IN ARRAY privileges LOOP
        CONTINUE WHEN pg_catalog.has_table_privilege(role, relation, privilege);
        EXECUTE pg_catalog.format('GRANT %s ON %s TO %I', privilege, relation, role);
        INSERT INTO dunlin_pack.rls_made VALUES ('privilege', pg_catalog.format('%s ON %s FROM %I', privilege, relation, role));
    END LOOP;
END
$$;
