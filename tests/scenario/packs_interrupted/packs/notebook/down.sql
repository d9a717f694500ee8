-- pack:for table in tables
ALTER TABLE {{table}} DROP COLUMN note;
-- pack:end
DROP FUNCTION {{schema}}.greet();
DROP TABLE {{schema}}.notes;
