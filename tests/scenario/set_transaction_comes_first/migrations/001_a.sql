-- One snapshot for the whole file
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
CREATE TABLE levels (level text);
INSERT INTO levels SELECT current_setting('transaction_isolation');
CREATE INDEX CONCURRENTLY levels_level ON levels (level);
INSERT INTO levels SELECT current_setting('transaction_isolation');
