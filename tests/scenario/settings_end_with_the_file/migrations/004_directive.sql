-- dunlin:lock_timeout 5s
-- dunlin:statement_timeout 10min
CREATE TABLE directed AS SELECT current_setting('lock_timeout') AS lock_timeout, current_setting('statement_timeout') AS statement_timeout;
