CREATE TABLE products (
  id serial PRIMARY KEY,
  sku varchar(40) NOT NULL UNIQUE,
  name text NOT NULL,
  price numeric(10, 2) NOT NULL,
  updated_at timestamptz
);
CREATE UNIQUE INDEX products_sku_unique ON products (sku);

CREATE OR REPLACE FUNCTION products_set_timestamp()
RETURNS TRIGGER
LANGUAGE plpgsql
AS $function$
-- keeps updated_at
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END
$function$;
CREATE TRIGGER products_timestamp BEFORE INSERT OR UPDATE ON products
  FOR EACH ROW EXECUTE FUNCTION products_set_timestamp();
