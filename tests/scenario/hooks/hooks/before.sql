CREATE TABLE IF NOT EXISTS hook_log (n int GENERATED ALWAYS AS IDENTITY, t text);
INSERT INTO hook_log (t) VALUES ('before run');
