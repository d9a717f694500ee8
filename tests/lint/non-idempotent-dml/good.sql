INSERT INTO a (b) VALUES (1);
-- dunlin:unit alone
INSERT INTO a (b) VALUES (1) ON CONFLICT DO NOTHING;
-- dunlin:unit alone
INSERT INTO a (b) SELECT 1 WHERE NOT EXISTS (SELECT FROM a WHERE b = 1);
-- dunlin:unit alone
UPDATE a SET b = 0 WHERE b IS NULL;
-- dunlin:batch table=a key=id size=100
UPDATE a SET b = b + 1 WHERE b > 3;
-- dunlin:unit alone
DELETE FROM a WHERE b = 3;
