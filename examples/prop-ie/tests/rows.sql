-- Rows for dunlin test performance, in the schema as it comes from SQLite: current_setting('dunlin.size') people, as many properties,
-- five messages for each, a sale for every fourth.
INSERT INTO users (id, public_id, email, full_name, status, created_at)
SELECT n, md5('user ' || n)::uuid, 'user' || n || '@prop.example', 'User ' || n, 'active', '2025-01-01'::timestamp + n * interval '1 minute'
FROM generate_series(1, current_setting('dunlin.size')::integer) AS n;
INSERT INTO developers (id, name) SELECT n, 'Developer ' || n FROM generate_series(1, 20) AS n;
INSERT INTO developments (id, developer_id, name, slug, county)
SELECT n, 1 + n % 20, 'Development ' || n, 'development-' || n, (ARRAY['Dublin', 'Cork', 'Galway', 'Kerry', 'Meath'])[1 + n % 5]
FROM generate_series(1, 200) AS n;
INSERT INTO properties (id, development_id, unit_number, kind, bedrooms, price, features, available)
SELECT n, 1 + n % 200, 'Unit ' || n, (ARRAY['apartment', 'house', 'duplex', 'site'])[1 + n % 4]::property_kind, (1 + n % 5)::text,
       150000 + (n * 7907::bigint) % 850000, json_build_object('garden', n % 50 = 0, 'parking', n % 3), n % 3 <> 0
FROM generate_series(1, current_setting('dunlin.size')::integer) AS n;
INSERT INTO sales (id, property_id, buyer_id, agent_id, status, price, reserved_at)
SELECT n, 4 * n, 1 + (n * 31::bigint) % current_setting('dunlin.size')::integer, 1 + n % 50, 'closed', 200000 + n, '2025-06-01'
FROM generate_series(1, current_setting('dunlin.size')::integer / 4) AS n;
INSERT INTO messages (sender_id, recipient_id, body, sent_at)
SELECT 1 + (n * 31::bigint) % current_setting('dunlin.size')::integer, 1 + (n * 17::bigint) % current_setting('dunlin.size')::integer,
       'Message ' || n, '2025-01-01'::timestamptz + n * interval '20 seconds'
FROM generate_series(1, 5 * current_setting('dunlin.size')::integer) AS n;
