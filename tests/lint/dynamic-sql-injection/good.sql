CREATE FUNCTION find(p_name text, p_limit int, p_table regclass) RETURNS SETOF users LANGUAGE plpgsql AS $$
DECLARE v_sql text := 'x';
BEGIN
  v_sql := 'SELECT * FROM ' || p_table || ' WHERE name = ' || quote_literal(p_name);
  RETURN QUERY EXECUTE v_sql || ' LIMIT ' || p_limit;
  EXECUTE format('SELECT %I, %L', p_name, p_name);
  EXECUTE 'SELECT $1' USING p_name;
  EXECUTE format('SELECT %s', coalesce(quote_ident(p_name), 'x'));
END $$;
CREATE FUNCTION other(p_name text) RETURNS text LANGUAGE sql AS 'SELECT ''execute '' || p_name';
CREATE FUNCTION pg_temp.run(p_sql text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE p_sql; END $$;
