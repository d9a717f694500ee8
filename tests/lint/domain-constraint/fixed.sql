ALTER DOMAIN amount ADD CONSTRAINT amount_check CHECK (VALUE > 0) NOT VALID;

-- dunlin:unit
ALTER DOMAIN amount VALIDATE CONSTRAINT amount_check;
-- dunlin:unit
ALTER DOMAIN amount ADD CONSTRAINT small CHECK (VALUE < 1000000) NOT VALID;

-- dunlin:unit
ALTER DOMAIN amount VALIDATE CONSTRAINT small;
-- dunlin:unit
COMMENT ON DOMAIN amount IS 'money';
