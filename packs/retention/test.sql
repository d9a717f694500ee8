SELECT no_plan();

SELECT results_eq($$SELECT relation, overdue_rows FROM {{schema}}.retention_overdue()$$,
    $$VALUES ('public.retention_metrics', 3::bigint), ('public.retention_visits', 70)$$, 'what is overdue');

SET LOCAL ROLE retention_operator;
SELECT results_eq($$SELECT * FROM {{schema}}.apply_retention(50)$$,
    $$VALUES ('public.retention_metrics', 1::bigint, 2::bigint), ('public.retention_visits', 50, 0)$$, 'a batch, and the partition that is too old as a whole');
SELECT results_eq($$SELECT removed FROM {{schema}}.apply_retention(50)$$, 'VALUES (0::bigint), (20)', 'the rest');
SELECT is_empty($$SELECT * FROM {{schema}}.retention_overdue()$$, 'nothing is overdue any more');
RESET ROLE;
SELECT hasnt_table('public', 'retention_metrics_old', 'the partition is gone');
SELECT is((SELECT array_agg(value) FROM public.retention_metrics), ARRAY[4], 'rows that are young enough stay');
SELECT is((SELECT max(now() - seen_at) < interval '30 days' FROM public.retention_visits), true, 'there too');
SELECT is((SELECT sum(removed) FROM dunlin_pack.retention_policy), 73::numeric, 'and it is counted');

-- Legal hold, where pack gdpr is.
CREATE TABLE IF NOT EXISTS dunlin_pack.gdpr_hold (subject text, released_at timestamptz, reason text);
GRANT SELECT ON dunlin_pack.gdpr_hold TO PUBLIC;  -- the function runs as its owner, who didn't make this one
INSERT INTO dunlin_pack.gdpr_hold (subject, reason) VALUES ('v1', 'a court');
INSERT INTO public.retention_visits SELECT n, 'v' || n % 3, now() - interval '1 year' FROM generate_series(201, 230) AS n;
SELECT dunlin_pack.retention_register('public.retention_visits', 'seen_at', '30 days', 'visitor');
SELECT is((SELECT removed FROM {{schema}}.apply_retention() WHERE relation = 'public.retention_visits'), 20::bigint, 'rows of a person under legal hold stay');

SELECT throws_ok($$SELECT dunlin_pack.retention_register('public.retention_visits', 'visitor', '1 day')$$, '42703', NULL, 'a column that says no time is refused');
SELECT throws_ok($$SELECT dunlin_pack.retention_register('public.retention_visits', 'seen_at', '-1 day')$$, '23514', NULL, 'and a time that is none');

SELECT * FROM finish();
