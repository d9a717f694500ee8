INSERT INTO hook_log (t) VALUES ('after run');
