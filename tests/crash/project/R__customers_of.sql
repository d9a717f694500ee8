CREATE OR REPLACE FUNCTION customers_of(town text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT count(*) FROM customers WHERE city = town);
END $$;
INSERT INTO marks VALUES ('repeatable customers_of');
