-- file: 001_base.sql
CREATE SEQUENCE invoice_number;
-- file: 002_change.sql
CREATE SEQUENCE work;
DROP SEQUENCE work;
DROP SEQUENCE IF EXISTS never_made;
DROP SEQUENCE invoice_number;
CREATE SEQUENCE invoice_number START 100000;
