-- found: 2
CREATE TABLE events (at timestamptz, what text);
CREATE TABLE "Parts" (id int UNIQUE NOT NULL) PARTITION BY RANGE (id);
