-- As supabase/seed.sql, in sizes that dunlin test performance asks for: one person in twenty properties, five messages for each.
SELECT set_config('montoit.people', greatest(current_setting('dunlin.size')::integer / 20, 10)::text, false),
       set_config('montoit.properties', current_setting('dunlin.size'), false),
       set_config('montoit.messages', (5 * current_setting('dunlin.size')::bigint)::text, false);

INSERT INTO public.profiles (id, full_name, email, phone, user_type, city, created_at)
SELECT md5('person ' || n)::uuid, 'Person ' || n, 'person' || n || '@example.org', '+225 07 ' || lpad(n::text, 8, '0'),
       (ARRAY['tenant', 'tenant', 'owner', 'agency'])[1 + n % 4], (ARRAY['Abidjan', 'Bouaké', 'Yamoussoukro', 'San-Pédro'])[1 + n % 4],
       '2025-01-01'::timestamptz + n * interval '7 minutes'
FROM generate_series(1, coalesce(nullif(current_setting('montoit.people', true), ''), '200')::integer) AS n
ON CONFLICT (id) DO NOTHING;

WITH size AS (SELECT count(*)::integer AS people FROM public.profiles)
INSERT INTO public.properties (id, owner_id, title, description, city, property_type, status, monthly_rent, bedrooms, created_at)
SELECT md5('property ' || n)::uuid, md5('person ' || 1 + (n * 7919::bigint) % people)::uuid,
       (ARRAY['Bright', 'Quiet', 'Large', 'New'])[1 + n % 4] || ' ' || (ARRAY['apartment', 'house', 'studio', 'villa'])[1 + (n / 3) % 4] || ' ' || n,
       'Near the ' || (ARRAY['market', 'lagoon', 'school', 'station'])[1 + (n / 5) % 4],
       (ARRAY['Abidjan', 'Bouaké', 'Yamoussoukro', 'San-Pédro', 'Korhogo', 'Daloa', 'Man', 'Gagnoa'])[1 + (n / 7) % 8],
       (ARRAY['apartment', 'house', 'studio', 'villa'])[1 + (n / 3) % 4],
       (ARRAY['published', 'published', 'published', 'rented', 'draft', 'archived'])[1 + (n / 11) % 6],
       50000 + (n * 7907::bigint) % 950000, (n % 6)::smallint, '2025-01-01'::timestamptz + n * interval '1 minute'
FROM size, generate_series(1, coalesce(nullif(current_setting('montoit.properties', true), ''), '1000')::integer) AS n
ON CONFLICT (id) DO NOTHING;

-- Messages have no key of their own to tell whether they are there: only into an empty table.
WITH size AS (SELECT count(*)::integer AS people FROM public.profiles)
INSERT INTO public.messages (sender_id, receiver_id, property_id, body, is_read, created_at)
SELECT md5('person ' || 1 + (n * 31::bigint) % people)::uuid, md5('person ' || 1 + (n * 17 + 1::bigint) % people)::uuid,
       CASE WHEN n % 3 = 0 THEN (SELECT id FROM public.properties WHERE id = md5('property ' || 1 + n % 1000)::uuid) END,
       'Message ' || n, n % 10 <> 0, '2025-01-01'::timestamptz + n * interval '20 seconds'
FROM size, generate_series(1, coalesce(nullif(current_setting('montoit.messages', true), ''), '5000')::integer) AS n
WHERE NOT EXISTS (SELECT FROM public.messages);

INSERT INTO public.applications (id, property_id, applicant_id, status, created_at, updated_at)
SELECT md5('application ' || p.id)::uuid, p.id, t.id, (ARRAY['submitted', 'in_review', 'accepted', 'rejected'])[1 + p.bedrooms % 4],
       p.created_at + interval '1 day', p.created_at + interval '2 days'
FROM public.properties AS p
JOIN public.profiles AS t ON t.id = md5('person ' || 1 + p.monthly_rent::bigint % (SELECT count(*) FROM public.profiles))::uuid
WHERE p.bedrooms < 4
ON CONFLICT (id) DO NOTHING;

INSERT INTO public.verification_documents (id, profile_id, kind)
SELECT md5('document ' || id)::uuid, id, (ARRAY['identity', 'income', 'address'])[1 + length(full_name) % 3] FROM public.profiles
ON CONFLICT (id) DO NOTHING;
