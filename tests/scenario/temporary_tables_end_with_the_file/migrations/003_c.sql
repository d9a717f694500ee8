DO $$ BEGIN CREATE TEMP TABLE staging (id int); END $$;
INSERT INTO staging VALUES (3);
INSERT INTO kept SELECT id FROM staging;
