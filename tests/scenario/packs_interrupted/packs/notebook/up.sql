CREATE TABLE {{schema}}.notes (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    body text NOT NULL
);
CREATE FUNCTION {{schema}}.greet() RETURNS text LANGUAGE sql STABLE SET search_path = '' AS $$
    SELECT {{greeting}}
$$;
-- pack:for table in tables
ALTER TABLE {{table}} ADD COLUMN IF NOT EXISTS note text;
-- pack:end
