-- Migration: 001_a
-- Rollback: DROP TABLE a;
CREATE TABLE a (id int);
