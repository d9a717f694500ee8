SELECT no_plan();

-- What views read is found, through an ordinary view too.
SELECT set_eq('SELECT relation::text, source::text FROM dunlin_pack.matview_source',
    $$VALUES ('mv_sales', 'sales'), ('mv_sales_top', 'mv_sales')$$, 'sources');
SELECT has_trigger('public', 'sales', 'matview_source_changed', 'a trigger on the table');

-- The first refresh: in order, plain.
SELECT results_eq($$SELECT view_name, mode, row_count, outcome FROM {{schema}}.refresh_optimized_views()$$,
    $$VALUES ('public.mv_sales', 'plain', 10::bigint, 'refreshed'), ('public.mv_sales_top', 'plain', 1, 'refreshed')$$,
    'views are refreshed after those that they read');
SELECT is((SELECT total FROM public.mv_sales_top), (SELECT max(total) FROM public.mv_sales), 'and hold what they should');
SELECT is_empty($$SELECT * FROM {{schema}}.refresh_optimized_views()$$, 'nothing is stale: nothing is refreshed');
SELECT is((SELECT count(*) FROM {{schema}}.refresh_optimized_views(true)), 2::bigint, 'unless all is asked for');

-- A change makes what reads it stale.
UPDATE public.sales SET amount = 100000 WHERE id = 7;
SELECT is((SELECT count(*) FROM dunlin_pack.matview_mark), 1::bigint, 'a change leaves a mark');
UPDATE public.sales SET amount = 100001 WHERE id = 7;
SELECT is((SELECT count(*) FROM dunlin_pack.matview_mark), 1::bigint, 'one is enough');
SELECT isnt((SELECT stale_since FROM {{schema}}.view_freshness() WHERE view_name = 'public.mv_sales'), NULL, 'stale since');
SELECT is((SELECT count(*) FROM {{schema}}.refresh_optimized_views()), 2::bigint, 'the view and the one that reads it are refreshed');
SELECT is((SELECT total FROM public.mv_sales_top), (SELECT sum(amount) FROM public.sales WHERE shop = 7), 'the change has arrived');
TRUNCATE public.sales;
SELECT is((SELECT count(*) FROM dunlin_pack.matview_mark), 1::bigint, 'TRUNCATE is a change');

-- The way of refreshing.
UPDATE dunlin_pack.matview SET scans = -1;
SELECT is((dunlin_pack.matview_choose('public.mv_sales_top')).reason, 'the view has no unique index over all rows', 'without a unique index: plain');
SELECT is((dunlin_pack.matview_choose('public.mv_sales')).mode, CASE WHEN (dunlin_pack.matview_choose('public.mv_sales')).changed_share > {{max_changed}}::numeric THEN 'plain' ELSE 'concurrently' END,
    'a view that is read: by the share of what changed');
INSERT INTO dunlin_pack.matview_refresh (relation, started_at, duration_ms, mode, reason) VALUES ('public.mv_sales', now() + interval '1 hour', 60000, 'plain', 'test');
SELECT is((dunlin_pack.matview_choose('public.mv_sales')).mode, 'concurrently', 'and never plain where that blocks for long');
SELECT is((SELECT mode FROM {{schema}}.refresh_optimized_views() WHERE view_name = 'public.mv_sales'), 'concurrently', 'concurrently works in a function');

-- A view that fails is on the record, and doesn't stop the others.
INSERT INTO public.sales VALUES (1, 1, 5000);
SELECT lives_ok($$SELECT dunlin_pack.matview_register('public.mv_bad')$$, 'one more view');
SELECT results_eq($$SELECT view_name, outcome FROM {{schema}}.refresh_optimized_views() ORDER BY 1$$,
    $$VALUES ('public.mv_bad', 'division by zero'), ('public.mv_sales', 'refreshed'), ('public.mv_sales_top', 'refreshed')$$, 'a view that fails does not stop the others');
SELECT is((SELECT error FROM dunlin_pack.matview_refresh WHERE relation = 'public.mv_bad'), 'division by zero', 'its error is on the record');
SELECT isnt((SELECT stale_since FROM {{schema}}.view_freshness() WHERE view_name = 'public.mv_bad'), NULL, 'and it stays stale');
SELECT throws_ok($$SELECT dunlin_pack.matview_register('public.sales')$$, '42809', NULL, 'a table is not a materialized view');
SELECT is((SELECT count(*) FROM dunlin_pack.matview_refresh WHERE error IS NULL AND duration_ms >= 0 AND row_count IS NOT NULL), 10::bigint, 'each refresh has duration and rows');

SELECT throws_ok($$SELECT {{schema}}.refresh_optimized_view('public.sales')$$, '42704', NULL, 'what is not registered is not refreshed');
SELECT throws_ok($$CALL {{schema}}.refresh_optimized_views_one_by_one()$$, '2D000', NULL, 'one by one is refused inside of a transaction');

-- A view that was dropped is told, and ends nothing.
DROP MATERIALIZED VIEW public.mv_bad;
SELECT is((SELECT regexp_replace(outcome, '\d+', 'N') FROM {{schema}}.refresh_optimized_views() WHERE view_name ~ '^\d+$'),
    'it is not there any more: SELECT dunlin_pack.matview_forget(N); made anew, it has to be registered again', 'a view that was dropped is told');
SELECT is((SELECT error FROM {{schema}}.view_freshness() WHERE view_name ~ '^\d+$'), 'it is not there any more', 'in the list of views too');
SELECT dunlin_pack.matview_forget((SELECT relation FROM dunlin_pack.matview WHERE relation::text ~ '^\d+$'));
SELECT is_empty($$SELECT * FROM {{schema}}.view_freshness() WHERE view_name ~ '^\d+$'$$, 'and can be forgotten');

-- Who may.
SET LOCAL ROLE matviews_operator;
SELECT lives_ok($$SELECT * FROM {{schema}}.refresh_optimized_views()$$, 'a role that was named may refresh what it does not own');
SELECT lives_ok($$SELECT * FROM {{schema}}.refresh_optimized_view('public.mv_sales', true)$$, 'also a single one');
RESET ROLE;
SELECT is_empty($$SELECT p.oid::regprocedure FROM pg_proc AS p, aclexplode(coalesce(proacl, acldefault('f', proowner))) AS a
    WHERE p.proname IN ('refresh_optimized_view', 'refresh_optimized_views', 'refresh_optimized_views_one_by_one', 'views_to_refresh', 'view_freshness')
      AND a.grantee = 0$$, 'PUBLIC may not');

SELECT * FROM finish();
