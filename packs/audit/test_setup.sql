DO $$
DECLARE
    role name;
BEGIN
    FOREACH role IN ARRAY ARRAY['audit_reader', 'audit_writer', 'audit_application'] LOOP
        IF to_regrole(role::text) IS NULL THEN
            EXECUTE format('CREATE ROLE %I', role);
        END IF;
    END LOOP;
END
$$;
-- As platforms do: whoever is given everything in public must not be given the log.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO audit_application;
CREATE TABLE public.audit_people (
    id      integer PRIMARY KEY,
    name    text,
    phone   text,
    seen_at timestamptz
);
CREATE TABLE public.audit_prices (
    shop  integer,
    sku   text,
    price numeric,
    note  text,
    PRIMARY KEY (shop, sku)
);
