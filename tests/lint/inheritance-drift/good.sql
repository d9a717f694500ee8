CREATE TABLE events (id bigint);
CREATE TABLE events_1 (id bigint);
ALTER TABLE events_1 INHERIT events;
ALTER TABLE events_1 NO INHERIT events;
