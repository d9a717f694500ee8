-- Migration: 001_people
-- Description: People | and what a table can't hold
-- Priority: HIGH
-- Impact: none
CREATE TABLE people (id int PRIMARY KEY);
-- dunlin:down
DROP TABLE people;
