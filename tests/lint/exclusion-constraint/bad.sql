-- found: 1
-- file: 001_bookings.sql
CREATE TABLE bookings (room int, during tsrange);
-- file: 002_exclude.sql
ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&);
