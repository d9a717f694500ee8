CREATE TABLE there AS SELECT current_setting('lock_timeout') AS lock_timeout, current_setting('work_mem') AS work_mem,
  current_setting('statement_timeout') AS statement_timeout;
