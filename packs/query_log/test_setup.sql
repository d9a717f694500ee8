DO $$
BEGIN
    IF to_regrole('query_log_reader') IS NULL THEN
        CREATE ROLE query_log_reader;
    END IF;
    IF to_regrole('query_log_operator') IS NULL THEN
        CREATE ROLE query_log_operator;
    END IF;
END
$$;
