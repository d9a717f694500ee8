-- a token for everybody
ALTER TABLE orders ADD COLUMN token uuid, ALTER COLUMN token SET DEFAULT gen_random_uuid(), ADD COLUMN note text DEFAULT 'none';

-- dunlin:batch table=public.orders key=id size=10000
UPDATE orders SET token = DEFAULT WHERE token IS NULL;

-- dunlin:unit
ALTER TABLE orders ADD CONSTRAINT orders_token_nn CHECK (token IS NOT NULL) NOT VALID;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT orders_token_nn;

-- dunlin:unit
ALTER TABLE orders ALTER COLUMN token SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT orders_token_nn;
-- dunlin:unit
ALTER TABLE public.orders ADD COLUMN mix text, ALTER COLUMN mix SET DEFAULT md5(random()::text);

-- dunlin:batch table=public.orders key=id size=10000
UPDATE public.orders SET mix = DEFAULT WHERE mix IS NULL;
ALTER TABLE orders
  ADD COLUMN "Code" text, ALTER COLUMN "Code" SET DEFAULT upper(next_code()),
  ADD COLUMN lucky double precision, ALTER COLUMN lucky SET DEFAULT random();

-- dunlin:batch table=public.orders key=id size=10000
UPDATE orders SET lucky = DEFAULT WHERE lucky IS NULL;

-- dunlin:batch table=public.orders key=id size=10000
UPDATE orders SET "Code" = DEFAULT WHERE "Code" IS NULL;

-- dunlin:unit
ALTER TABLE orders ADD CONSTRAINT "orders_Code_nn" CHECK ("Code" IS NOT NULL) NOT VALID;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT "orders_Code_nn";

-- dunlin:unit
ALTER TABLE orders ALTER COLUMN "Code" SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT "orders_Code_nn";
-- no key to walk along, and a column that may be there
-- dunlin:unit
ALTER TABLE app_log ADD COLUMN id uuid DEFAULT gen_random_uuid();
ALTER TABLE orders ADD COLUMN IF NOT EXISTS token uuid DEFAULT gen_random_uuid();
ALTER TABLE app_log ADD COLUMN name text DEFAULT random_name();
