SELECT no_plan();

INSERT INTO public.orders (total) SELECT n FROM generate_series(1, 1000) AS n;
SELECT is((SELECT count(*) FROM public.orders WHERE substr(id::text, 15, 1) = '7' AND substr(id::text, 20, 1) IN ('8', '9', 'a', 'b')),
    1000::bigint, 'the default makes uuids of version 7 and of the usual variant');
SELECT ok((SELECT bool_and(abs(extract(epoch FROM public.uuid_v7_time(id) - clock_timestamp())) < 60) FROM public.orders),
    'they hold the time');
INSERT INTO public."Order lines" DEFAULT VALUES;
SELECT is((SELECT count(*) FROM public."Order lines"), 1::bigint, 'a table whose name needs quotes');

SELECT is((SELECT count(DISTINCT public.uuid_v7('2026-01-01')) FROM generate_series(1, 10000)), 10000::bigint,
    'ten thousand of one moment differ');
SELECT ok(public.uuid_v7('2026-01-01 00:00:00.000001') < public.uuid_v7('2026-01-01 00:00:00.001'), 'in the order of their time');
SELECT ok(public.uuid_v7('2026-01-01 00:00:00.000100') < public.uuid_v7('2026-01-01 00:00:00.000200'), 'also within a millisecond');
SELECT is(public.uuid_v7_time(public.uuid_v7('2026-11-21 12:34:56.789')), '2026-11-21 12:34:56.789'::timestamptz, 'the time comes back');
SELECT is(public.uuid_v7_time('00000000-0000-4000-8000-000000000000'), NULL, 'no time in another version');

SELECT throws_ok($$SELECT dunlin_pack.uuid_keys_check('public.numbered', 'id')$$, 'public.numbered has no column id of type uuid',
    'a key of another type is refused');
SELECT throws_ok($$SELECT dunlin_pack.uuid_keys_check('public.taken', 'id')$$, 'column id of public.taken has a default already',
    'a default that is there is not replaced');

SELECT * FROM finish();
