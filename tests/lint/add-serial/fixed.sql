CREATE SEQUENCE orders_number_seq1;
ALTER TABLE orders ADD COLUMN number bigint, ALTER COLUMN number SET DEFAULT nextval('orders_number_seq1'), ADD COLUMN y int;
ALTER SEQUENCE orders_number_seq1 OWNED BY orders.number;

-- dunlin:batch table=public.orders key=id size=10000
UPDATE orders SET number = DEFAULT WHERE number IS NULL;

-- dunlin:unit
ALTER TABLE orders ADD CONSTRAINT orders_number_nn CHECK (number IS NOT NULL) NOT VALID;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT orders_number_nn;

-- dunlin:unit
ALTER TABLE orders ALTER COLUMN number SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT orders_number_nn;
-- dunlin:unit
CREATE SEQUENCE app.lines_nr_seq AS smallint;
ALTER TABLE app.lines ADD COLUMN nr smallint, ALTER COLUMN nr SET DEFAULT nextval('app.lines_nr_seq');
ALTER SEQUENCE app.lines_nr_seq OWNED BY app.lines.nr;

-- dunlin:batch table=app.lines key=id,at size=10000
UPDATE app.lines SET nr = DEFAULT WHERE nr IS NULL;

-- dunlin:unit
ALTER TABLE app.lines ADD CONSTRAINT lines_nr_nn CHECK (nr IS NOT NULL) NOT VALID;

-- dunlin:unit
ALTER TABLE app.lines VALIDATE CONSTRAINT lines_nr_nn;

-- dunlin:unit
ALTER TABLE app.lines ALTER COLUMN nr SET NOT NULL;
ALTER TABLE app.lines DROP CONSTRAINT lines_nr_nn;
  -- dunlin:unit
  CREATE SEQUENCE "orders_Rank_seq" AS integer;
  ALTER TABLE orders ADD COLUMN "Rank" integer, ALTER COLUMN "Rank" SET DEFAULT nextval('"orders_Rank_seq"');
  ALTER SEQUENCE "orders_Rank_seq" OWNED BY orders."Rank";

  -- dunlin:batch table=public.orders key=id size=10000
  UPDATE orders SET "Rank" = DEFAULT WHERE "Rank" IS NULL;

  -- dunlin:unit
  ALTER TABLE orders ADD CONSTRAINT "orders_Rank_nn" CHECK ("Rank" IS NOT NULL) NOT VALID;

  -- dunlin:unit
  ALTER TABLE orders VALIDATE CONSTRAINT "orders_Rank_nn";

  -- dunlin:unit
  ALTER TABLE orders ALTER COLUMN "Rank" SET NOT NULL;
  ALTER TABLE orders DROP CONSTRAINT "orders_Rank_nn";
-- dunlin:unit
ALTER TABLE app."Logs" ADD COLUMN id serial;
ALTER TABLE orders ADD COLUMN old_id serial UNIQUE;
