-- found: 4
-- file: 001_base.sql
CREATE FUNCTION price(item bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION pages(size int DEFAULT 10) RETURNS TABLE (id bigint) LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION total(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- file: 002_change.sql
CREATE OR REPLACE FUNCTION price(product bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE FUNCTION pages(size int DEFAULT 10) RETURNS TABLE (id bigint, name text) LANGUAGE sql AS 'SELECT 1, 2';
CREATE OR REPLACE FUNCTION pages(size int) RETURNS TABLE (id bigint, name text) LANGUAGE sql AS 'SELECT 1, 2';
CREATE OR REPLACE FUNCTION public.total(integer) RETURNS bigint LANGUAGE sql AS 'SELECT 1';
