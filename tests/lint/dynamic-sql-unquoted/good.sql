DO $$
DECLARE r record; v_sql text;
BEGIN
  FOR r IN SELECT tablename, oid FROM pg_tables LOOP
    EXECUTE format('ANALYZE %I', r.tablename);
    v_sql := 'SELECT ' || r.oid::int;
    v_sql := v_sql || ' LIMIT 1';
    EXECUTE v_sql;
  END LOOP;
END $$;
