-- Migration: take back: triggers
-- Description: takes back 004_triggers.sql
-- Author: dunlin audit --consolidate
-- Date: DATE
-- Made of the 18 files of legacy: the same schema, object by object, as pg_dump tells.

DROP TRIGGER users_updated ON public.users;
DROP TRIGGER products_timestamp ON public.products;
DROP TRIGGER organizations_touch ON public.organizations;
DROP TRIGGER orders_touch ON public.orders;
DROP TRIGGER invoices_touch ON public.invoices;
