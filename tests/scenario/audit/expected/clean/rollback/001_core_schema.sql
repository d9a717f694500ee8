-- Migration: take back: core schema
-- Description: takes back 001_core_schema.sql
-- Author: dunlin audit --consolidate
-- Date: DATE
-- Made of the 18 files of legacy: the same schema, object by object, as pg_dump tells.

DROP TABLE public.api_keys, public.audit_logs, public.invoices, public.orders, public.organization_members, public.organizations, public.products, public.shipments, public.users;
DROP SEQUENCE IF EXISTS public.shipments_id_seq;
DROP SEQUENCE IF EXISTS public.products_id_seq;
DROP SEQUENCE IF EXISTS public.orders_id_seq;
DROP SEQUENCE IF EXISTS public.invoices_id_seq;
DROP SEQUENCE IF EXISTS public.audit_logs_id_seq;
