-- found: 2
-- file: 001_base.sql
CREATE FUNCTION price(item bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION total(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- file: 002_change.sql
CREATE OR REPLACE FUNCTION price(item bigint, currency text DEFAULT 'EUR') RETURNS numeric LANGUAGE sql AS 'SELECT 2';
CREATE OR REPLACE FUNCTION public.total(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT 2';
