create temp table staging as select 2 as id;
CREATE INDEX CONCURRENTLY kept_id ON kept (id);
INSERT INTO kept SELECT id FROM staging;
