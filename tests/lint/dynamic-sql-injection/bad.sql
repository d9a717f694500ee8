CREATE FUNCTION find(p_name text, p_order text) RETURNS SETOF users LANGUAGE plpgsql SECURITY DEFINER
SET search_path = '' AS $$
DECLARE v_sql text;
BEGIN
  v_sql := 'SELECT * FROM public.users WHERE name = ''' || p_name || '''';
  RETURN QUERY EXECUTE v_sql;
END $$;
CREATE FUNCTION drop_it(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP TABLE %s', lower(name));
END $$;
CREATE FUNCTION run(text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE $1; END $$;
