DO $$
DECLARE r record;
BEGIN
  FOR r IN SELECT tablename FROM pg_tables LOOP
    EXECUTE 'ANALYZE ' || r.tablename;
  END LOOP;
END $$;
