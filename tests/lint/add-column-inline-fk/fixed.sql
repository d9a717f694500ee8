ALTER TABLE orders ADD COLUMN owner_id bigint NOT NULL DEFAULT 1;

-- dunlin:unit
ALTER TABLE orders ADD CONSTRAINT orders_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users (id) ON DELETE SET DEFAULT NOT VALID;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT orders_owner_id_fkey;
-- dunlin:unit
ALTER TABLE orders ADD COLUMN "Clerk" bigint;

-- dunlin:unit
ALTER TABLE orders ADD CONSTRAINT clerk_known FOREIGN KEY ("Clerk") REFERENCES public.users NOT VALID;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT clerk_known;
