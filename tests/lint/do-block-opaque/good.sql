DO $$
DECLARE n int;
BEGIN
  EXECUTE 'CREATE TABLE x (id int)';
  EXECUTE format('CREATE TABLE %I (id int)', 'y');
  EXECUTE 'SELECT count(*) FROM ' || quote_ident(current_user) INTO n;
END $$;
CREATE FUNCTION never_called(t text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP TABLE %I', t);
END $$;
