-- dunlin:own-timeouts
SET lock_timeout = '77s';
CREATE TABLE own AS SELECT current_setting('lock_timeout') AS lock_timeout;
