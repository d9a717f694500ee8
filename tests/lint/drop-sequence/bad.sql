-- found: 2
-- file: 001_base.sql
CREATE SEQUENCE invoice_number;
-- file: 002_change.sql
DROP SEQUENCE invoice_number;
DROP SEQUENCE billing."Unknown";
