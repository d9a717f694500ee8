CREATE TABLE after AS SELECT current_setting('lock_timeout') AS lock_timeout;
