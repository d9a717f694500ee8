-- Migration: data
-- Description: the rows that the files put in
-- Author: dunlin audit --consolidate
-- Date: DATE
-- Made of the 18 files of legacy: the same schema, object by object, as pg_dump tells.
-- dunlin:nothing-to-undo

INSERT INTO public.organizations (id, name, slug, updated_at) VALUES
	('00000000-0000-0000-0000-000000000001', 'Ours; "the" shop', 'ours', NULL);

INSERT INTO public.products (id, sku, name, price, updated_at) VALUES
	(1, 'TEA-1', 'Tea', 4.20, 'TIME'),
	(2, 'TEA-2', 'More tea', 7.00, 'TIME');

SELECT pg_catalog.setval('public.products_id_seq', 2, true);
