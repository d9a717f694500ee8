ALTER TABLE users ADD CONSTRAINT users_id_nn CHECK (id IS NOT NULL) NOT VALID;

-- dunlin:unit
ALTER TABLE users VALIDATE CONSTRAINT users_id_nn;

-- dunlin:unit
ALTER TABLE users ALTER COLUMN id SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_id_nn;

CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (tenant, id);

-- dunlin:unit
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
-- dunlin:unit
ALTER TABLE tags ADD COLUMN since date;

CREATE UNIQUE INDEX CONCURRENTLY tag_key ON tags (name);

-- dunlin:unit
ALTER TABLE tags ADD CONSTRAINT tag_key PRIMARY KEY USING INDEX tag_key;
-- dunlin:unit
ANALYZE tags;
