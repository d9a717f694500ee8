-- found: 2
ALTER TABLE events_1 INHERIT events;
ALTER TABLE app."Events 2" ADD COLUMN a int, NO INHERIT app.events;
