CREATE TABLE a (id int);
INSERT INTO a VALUES (1);
CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS lock_timeout;
