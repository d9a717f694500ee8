-- Development data, the same for the same parameters. Safe to run again: it adds only what is missing.
--
-- Parameters, with their defaults, are settings of the session:
--   PGOPTIONS='-c truthsource.organizations=3 -c truthsource.products=200 -c truthsource.orders=100' dunlin seed
--   truthsource.organizations  tenants, each with five people
--   truthsource.products       products of each; a tenth as many suppliers, two warehouses
--   truthsource.orders         purchase orders of each, with three lines, a shipment and its trace

INSERT INTO public.organizations (id, name, slug, plan)
SELECT md5('organization ' || o)::uuid, 'Organization ' || o, 'organization-' || o, (ARRAY['free', 'team', 'business'])[1 + o % 3]
FROM generate_series(1, coalesce(nullif(current_setting('truthsource.organizations', true), ''), '3')::int) AS o
ON CONFLICT DO NOTHING;

INSERT INTO public.profiles (id, email, full_name)
SELECT md5('person ' || o || ' ' || p)::uuid, format('person%s@organization-%s.example', p, o), format('Person %s of %s', p, o)
FROM generate_series(1, coalesce(nullif(current_setting('truthsource.organizations', true), ''), '3')::int) AS o, generate_series(1, 5) AS p
ON CONFLICT DO NOTHING;

-- The first owns, the second administers, the last looks on. The second of each belongs to the next organization too.
INSERT INTO public.organization_members (organization_id, user_id, role, joined_at)
SELECT md5('organization ' || o)::uuid, md5('person ' || o || ' ' || p)::uuid, (ARRAY['owner', 'admin', 'member', 'member', 'viewer'])[p],
       '2026-01-01'::timestamptz + p * interval '1 day'
FROM generate_series(1, coalesce(nullif(current_setting('truthsource.organizations', true), ''), '3')::int) AS o, generate_series(1, 5) AS p
ON CONFLICT DO NOTHING;
INSERT INTO public.organization_members (organization_id, user_id, role, joined_at)
SELECT md5('organization ' || o + 1)::uuid, md5('person ' || o || ' 2')::uuid, 'member', '2026-02-01'
FROM generate_series(1, coalesce(nullif(current_setting('truthsource.organizations', true), ''), '3')::int - 1) AS o
ON CONFLICT DO NOTHING;

INSERT INTO public.categories (id, organization_id, name, slug)
SELECT md5(format('category %s %s', id, c))::uuid, id, initcap(c), c
FROM public.organizations, unnest(ARRAY['coffee', 'cocoa', 'textiles', 'electronics']) AS c
WHERE slug LIKE 'organization-%'
ON CONFLICT DO NOTHING;

INSERT INTO public.products (id, organization_id, category_id, sku, name, price, attributes, status)
SELECT md5(format('product %s %s', o.id, n))::uuid, o.id, md5(format('category %s %s', o.id, (ARRAY['coffee', 'cocoa', 'textiles', 'electronics'])[1 + n % 4]))::uuid,
       format('TS-%s', lpad(n::text, 6, '0')), 'Product ' || n, round((n * 37 % 10000) / 100.0, 2),
       jsonb_build_object('origin', (ARRAY['BR', 'ET', 'IN', 'VN'])[1 + n % 4], 'organic', n % 3 = 0), (ARRAY['draft', 'published', 'published', 'retired'])[1 + n % 4]
FROM public.organizations AS o, generate_series(1, coalesce(nullif(current_setting('truthsource.products', true), ''), '200')::int) AS n
WHERE o.slug LIKE 'organization-%'
ON CONFLICT DO NOTHING;

INSERT INTO public.suppliers (id, organization_id, name, country, contact_email, approved)
SELECT md5(format('supplier %s %s', o.id, n))::uuid, o.id, 'Supplier ' || n, (ARRAY['BR', 'ET', 'IN', 'VN'])[1 + n % 4], format('sales@supplier%s.example', n), n % 5 <> 0
FROM public.organizations AS o, generate_series(1, greatest(coalesce(nullif(current_setting('truthsource.products', true), ''), '200')::int / 10, 1)) AS n
WHERE o.slug LIKE 'organization-%'
ON CONFLICT DO NOTHING;
INSERT INTO public.supplier_products (supplier_id, product_id, supplier_sku, unit_cost, lead_days)
SELECT s.id, p.id, 'S-' || p.sku, round(p.price * 0.6, 2), 7 + length(s.name)
FROM public.products AS p
JOIN LATERAL (SELECT id, name FROM public.suppliers WHERE organization_id = p.organization_id ORDER BY md5(id::text || p.sku) LIMIT 2) AS s ON true
ON CONFLICT DO NOTHING;
INSERT INTO public.certificates (id, supplier_id, kind, issued_by, valid_from, valid_until)
SELECT md5('certificate ' || id)::uuid, id, (ARRAY['organic', 'fair trade', 'iso 9001'])[1 + ascii(name) % 3], 'Certifier', '2026-01-01', '2027-12-31'
FROM public.suppliers WHERE approved
ON CONFLICT DO NOTHING;

INSERT INTO public.warehouses (id, organization_id, name, country)
SELECT md5(format('warehouse %s %s', id, w))::uuid, id, 'Warehouse ' || w, (ARRAY['NL', 'DE'])[w]
FROM public.organizations, generate_series(1, 2) AS w WHERE slug LIKE 'organization-%'
ON CONFLICT DO NOTHING;
INSERT INTO public.inventory (warehouse_id, product_id, quantity, reorder_level)
SELECT w.id, p.id, ascii(md5(p.id::text || w.id::text)) * 3, 50
FROM public.products AS p JOIN public.warehouses AS w USING (organization_id)
ON CONFLICT DO NOTHING;

INSERT INTO public.purchase_orders (id, organization_id, supplier_id, number, status, ordered_at)
SELECT md5(format('order %s %s', o.id, n))::uuid, o.id,
       (SELECT id FROM public.suppliers AS s WHERE s.organization_id = o.id ORDER BY md5(s.id::text || n) LIMIT 1),
       format('PO-%s', lpad(n::text, 6, '0')), (ARRAY['sent', 'confirmed', 'received', 'cancelled'])[1 + n % 4], '2026-06-01'::timestamptz + n * interval '1 hour'
FROM public.organizations AS o, generate_series(1, coalesce(nullif(current_setting('truthsource.orders', true), ''), '100')::int) AS n
WHERE o.slug LIKE 'organization-%'
ON CONFLICT DO NOTHING;
INSERT INTO public.purchase_order_lines (order_id, line, product_id, quantity, unit_price)
SELECT o.id, l, p.id, 10 * l, p.price
FROM public.purchase_orders AS o CROSS JOIN generate_series(1, 3) AS l
CROSS JOIN LATERAL (SELECT id, price FROM public.products AS p WHERE p.organization_id = o.organization_id
                    AND p.sku = format('TS-%s', lpad((1 + (right(o.number, 6)::int * 7 + l) % (SELECT count(*) FROM public.products AS q WHERE q.organization_id = o.organization_id)::int)::text, 6, '0'))) AS p
ON CONFLICT DO NOTHING;
INSERT INTO public.shipments (id, order_id, warehouse_id, carrier, tracking_code, shipped_at, arrived_at)
SELECT md5('shipment ' || o.id)::uuid, o.id, md5(format('warehouse %s 1', o.organization_id))::uuid, 'Carrier', upper(left(md5(o.id::text), 12)),
       o.ordered_at + interval '3 days', CASE WHEN o.status = 'received' THEN o.ordered_at + interval '20 days' END
FROM public.purchase_orders AS o WHERE o.status IN ('confirmed', 'received')
ON CONFLICT DO NOTHING;

INSERT INTO public.trace_events (organization_id, product_id, shipment_id, batch, kind, place, happened_at)
SELECT o.organization_id, l.product_id, s.id, format('B-%s-%s', right(o.number, 6), l.line), step.kind, step.place, s.shipped_at + step.after
FROM public.shipments AS s
JOIN public.purchase_orders AS o ON o.id = s.order_id
JOIN public.purchase_order_lines AS l USING (order_id)
CROSS JOIN (VALUES ('made', 'farm', interval '-30 days'), ('tested', 'laboratory', interval '-10 days'), ('shipped', 'port', interval '0')) AS step (kind, place, after)
WHERE NOT EXISTS (SELECT FROM public.trace_events AS t WHERE t.shipment_id = s.id);

INSERT INTO public.api_keys (id, organization_id, name, key_hash, scopes)
SELECT md5('key ' || id)::uuid, id, 'warehouse scanner', sha256(convert_to('development key of ' || slug, 'UTF8')), ARRAY['inventory:write']
FROM public.organizations WHERE slug LIKE 'organization-%'
ON CONFLICT DO NOTHING;
ANALYZE public.organization_members, public.products, public.inventory, public.purchase_orders, public.purchase_order_lines, public.trace_events;
