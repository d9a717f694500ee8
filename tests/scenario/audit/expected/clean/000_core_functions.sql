-- Migration: core functions
-- Description: extensions, types, and functions that need no table
-- Author: dunlin audit --consolidate
-- Date: DATE
-- Made of the 18 files of legacy: the same schema, object by object, as pg_dump tells.

CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;

-- from legacy/011_helpers.sql:15
CREATE TYPE public.mood AS ENUM (
    'good',
    'bad'
);

-- from legacy/001_init.sql:6
CREATE TYPE public.order_state AS ENUM (
    'new',
    'paid',
    'sent'
);

-- from legacy/011_helpers.sql:14
CREATE FUNCTION public.never_called() RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$SELECT 42$$;

-- from legacy/003_products.sql:10
CREATE FUNCTION public.products_set_timestamp() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
-- keeps updated_at
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END
$$;

-- from legacy/002_orders.sql:12
CREATE FUNCTION public.set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.updated_at := now();
  return new;
end;
$$;

-- from legacy/006_admin_functions.sql:7
CREATE FUNCTION public.touch_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END;
$$;

-- from legacy/001_init.sql:17
CREATE FUNCTION public.update_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END;
$$;

-- from legacy/011_helpers.sql:1
CREATE FUNCTION public.update_updated_at_column() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.updated_at := NOW();
  RETURN NEW;
END;
$$;
