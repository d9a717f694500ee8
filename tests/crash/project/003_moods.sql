INSERT INTO marks VALUES ('up 003.1');
ALTER TYPE mood ADD VALUE 'glad' AFTER 'calm';
UPDATE customers SET mood = 'glad' WHERE id % 3 = 0;
INSERT INTO marks VALUES ('up 003.2');
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'sad';
INSERT INTO marks VALUES ('up 003.3');
-- dunlin:down
UPDATE customers SET mood = 'calm' WHERE mood = 'glad';
INSERT INTO marks VALUES ('down 003.1');
