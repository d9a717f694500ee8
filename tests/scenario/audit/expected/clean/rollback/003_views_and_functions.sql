-- Migration: take back: views and functions
-- Description: takes back 003_views_and_functions.sql
-- Author: dunlin audit --consolidate
-- Date: DATE
-- Made of the 18 files of legacy: the same schema, object by object, as pg_dump tells.

DROP VIEW public.order_totals;
DROP FUNCTION public.orders_of(uuid);
DROP FUNCTION public.is_admin(uuid, uuid);
DROP FUNCTION public.is_admin(uuid);
