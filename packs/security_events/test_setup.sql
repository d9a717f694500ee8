DO $$
BEGIN
    IF to_regrole('security_writer') IS NULL THEN
        CREATE ROLE security_writer;
    END IF;
    IF to_regrole('security_analyst') IS NULL THEN
        CREATE ROLE security_analyst;
    END IF;
END
$$;
