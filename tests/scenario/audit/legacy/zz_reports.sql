SELECT report_everything();
INSERT INTO report_runs (ran_at) VALUES (now());
