-- found: 1
-- file: 001_first.sql
CREATE FUNCTION price(item bigint) RETURNS numeric LANGUAGE sql AS $$
  SELECT 1
$$;
-- file: 002_fix.sql
CREATE OR REPLACE FUNCTION price(item bigint) RETURNS numeric LANGUAGE sql AS $$
  SELECT 1.19
$$;
-- file: 003_change.sql
CREATE OR REPLACE FUNCTION price(item bigint) RETURNS numeric LANGUAGE sql AS $$
  SELECT 1.20
$$;
