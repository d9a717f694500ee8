DO $$
DECLARE r record; v_sql text; f regprocedure; n CONSTANT int := 1;
BEGIN
  FOR r IN SELECT tablename, oid FROM pg_tables LOOP
    EXECUTE format('ANALYZE %I', r.tablename);
    v_sql := 'SELECT ' || r.oid::int;
    v_sql := v_sql || ' LIMIT 1';
    EXECUTE v_sql;
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f) || n;
  END LOOP;
END $$;
