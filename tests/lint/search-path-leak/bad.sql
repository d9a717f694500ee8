-- found: 1
SET search_path = app, public;
CREATE TABLE tags (name text);
