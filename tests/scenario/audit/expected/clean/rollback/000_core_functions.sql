-- Migration: take back: core functions
-- Description: takes back 000_core_functions.sql
-- Author: dunlin audit --consolidate
-- Date: DATE
-- Made of the 18 files of legacy: the same schema, object by object, as pg_dump tells.

DROP FUNCTION public.update_updated_at_column();
DROP FUNCTION public.update_updated_at();
DROP FUNCTION public.touch_updated_at();
DROP FUNCTION public.set_updated_at();
DROP FUNCTION public.products_set_timestamp();
DROP FUNCTION public.never_called();
DROP TYPE public.order_state;
DROP TYPE public.mood;
DROP EXTENSION pgcrypto;
