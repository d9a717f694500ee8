SELECT no_plan();

SELECT results_eq($$SELECT relation, overdue_rows FROM {{schema}}.retention_overdue()$$,
    $$VALUES ('public.retention_metrics', 3::bigint), ('public.retention_visits', 70)$$, 'what is overdue');

SET LOCAL ROLE retention_operator;
SELECT results_eq($$SELECT * FROM {{schema}}.apply_retention(50)$$,
    $$VALUES ('public.retention_metrics', 1::bigint, 2::bigint, NULL::text), ('public.retention_visits', 50, 0, NULL)$$, 'a batch, and the partition that is too old as a whole');
SELECT results_eq($$SELECT removed FROM {{schema}}.apply_retention(50)$$, 'VALUES (0::bigint), (20)', 'the rest');
SELECT is_empty($$SELECT * FROM {{schema}}.retention_overdue()$$, 'nothing is overdue any more');
RESET ROLE;
SELECT hasnt_table('public', 'retention_metrics_old', 'the partition is gone');
SELECT is((SELECT array_agg(value) FROM public.retention_metrics), ARRAY[4], 'rows that are young enough stay');
SELECT is((SELECT max(now() - seen_at) < interval '30 days' FROM public.retention_visits), true, 'there too');
SELECT is((SELECT sum(removed) FROM dunlin_pack.retention_policy), 73::numeric, 'and it is counted');

-- A table that was dropped ends nothing.
CREATE TABLE public.retention_gone (at timestamptz);
SELECT dunlin_pack.retention_register('public.retention_gone', 'at', '30 days');
DROP TABLE public.retention_gone;
SELECT is((SELECT count(*) FROM {{schema}}.apply_retention()), 2::bigint, 'a table that was dropped ends no sweep');
SELECT is_empty($$SELECT * FROM {{schema}}.retention_overdue()$$, 'nor the list of what is overdue');

-- Legal hold, where pack gdpr is.
CREATE TABLE IF NOT EXISTS dunlin_pack.gdpr_hold (subject text, released_at timestamptz, reason text);
GRANT SELECT ON dunlin_pack.gdpr_hold TO PUBLIC;  -- the function runs as its owner, who didn't make this one
INSERT INTO dunlin_pack.gdpr_hold (subject, reason) VALUES ('v1', 'a court');
INSERT INTO public.retention_visits SELECT n, 'v' || n % 3, now() - interval '1 year' FROM generate_series(201, 230) AS n;
SELECT dunlin_pack.retention_register('public.retention_visits', 'seen_at', '30 days', 'visitor');
SELECT is((SELECT removed FROM {{schema}}.apply_retention() WHERE relation = 'public.retention_visits'), 20::bigint, 'rows of a person under legal hold stay');

SELECT throws_ok($$SELECT dunlin_pack.retention_register('public.retention_visits', 'visitor', '1 day')$$, '42703', NULL, 'a column that says no time is refused');
SELECT throws_ok($$SELECT dunlin_pack.retention_register('public.retention_visits', 'seen_at', '-1 day')$$, '23514', NULL, 'and a time that is none');

-- A rule that fails leaves its table as it was, says why, and ends no sweep; also where the constraint waits for the commit.
SET LOCAL client_min_messages = error;
DELETE FROM public.retention_visits WHERE seen_at < now() - interval '30 days';
INSERT INTO public.retention_visits SELECT n, 'w', now() - interval '40 days' FROM generate_series(301, 303) AS n;
CREATE TABLE public.retention_bills (visit integer REFERENCES public.retention_visits);
INSERT INTO public.retention_bills VALUES (302);
CREATE TABLE public.retention_orders (id integer PRIMARY KEY, at timestamptz);
CREATE TABLE public.retention_lines (of_order integer CONSTRAINT of_order REFERENCES public.retention_orders DEFERRABLE INITIALLY DEFERRED);
INSERT INTO public.retention_orders SELECT n, now() - interval '2 years' FROM generate_series(1, 2) AS n;
INSERT INTO public.retention_lines VALUES (1);
CREATE TABLE public.retention_zones (at timestamptz);
INSERT INTO public.retention_zones VALUES (now() - interval '2 years');
GRANT SELECT, UPDATE, DELETE ON public.retention_bills, public.retention_orders, public.retention_lines, public.retention_zones TO PUBLIC;
SELECT dunlin_pack.retention_register('public.retention_orders', 'at', '1 year'), dunlin_pack.retention_register('public.retention_zones', 'at', '1 year');
SET LOCAL ROLE retention_operator;
SELECT results_eq($$SELECT relation, removed, failure ~ 'violates foreign key.*still referenced' FROM {{schema}}.apply_retention()$$,
    $$VALUES ('public.retention_metrics', 0::bigint, NULL::boolean), ('public.retention_orders', 0, true), ('public.retention_visits', 0, true),
             ('public.retention_zones', 1, NULL)$$, 'a rule that is refused says why, and the others go on');
SELECT results_eq($$SELECT relation, overdue_rows, failure ~ 'violates foreign key' FROM {{schema}}.retention_overdue()$$,
    $$VALUES ('public.retention_orders', 2::bigint, true), ('public.retention_visits', 3, true)$$, 'what is overdue says why it is');
RESET ROLE;
SELECT results_eq($$SELECT relation::text, failed_at = now(), last_run IS NULL FROM dunlin_pack.retention_policy WHERE failure IS NOT NULL ORDER BY 1$$,
    $$VALUES ('retention_orders', true, true), ('retention_visits', true, false)$$, 'and it is on the record');
SELECT lives_ok('INSERT INTO public.retention_lines VALUES (9)', 'a constraint that waits for the commit waits again');
DELETE FROM public.retention_lines;
DELETE FROM public.retention_bills;
SELECT results_eq($$SELECT relation, removed, failure FROM {{schema}}.apply_retention() WHERE removed > 0$$,
    $$VALUES ('public.retention_orders', 2::bigint, NULL::text), ('public.retention_visits', 3, NULL)$$, 'the next sweep tries again');
SELECT is_empty('SELECT FROM dunlin_pack.retention_policy WHERE failure IS NOT NULL OR failed_at IS NOT NULL', 'and nothing has failed any more');
ALTER TABLE public.retention_zones RENAME at TO since;
SELECT is((SELECT failure FROM {{schema}}.retention_overdue() WHERE relation = 'public.retention_zones'), 'column "at" does not exist', 'a rule whose column is gone is told');
SELECT throws_ok($$SELECT * FROM {{schema}}.apply_retention(NULL)$$, '22023', NULL, 'a batch of nothing is refused');

-- A foreign key that refers to a partitioned table refers to each of its partitions: they are emptied, not dropped.
CREATE TABLE public.retention_points (id integer, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE public.retention_points_old PARTITION OF public.retention_points FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE public.retention_points_rest PARTITION OF public.retention_points DEFAULT;
CREATE TABLE public.retention_lines_of (point integer, at date, FOREIGN KEY (point, at) REFERENCES public.retention_points);
INSERT INTO public.retention_points VALUES (1, '2020-05-05'), (2, '2020-05-06'), (3, '2021-05-05'), (4, now()::date);
GRANT SELECT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO PUBLIC;
DO $$ BEGIN EXECUTE format('ALTER TABLE public.retention_points_old OWNER TO %I', (SELECT relowner::regrole FROM pg_class WHERE oid = 'public.retention_visits'::regclass)); END $$;
SELECT dunlin_pack.retention_register('public.retention_points', 'at', '1 year');
SELECT results_eq($$SELECT removed, partition_rows, failure FROM {{schema}}.apply_retention() WHERE relation = 'public.retention_points'$$,
    $$VALUES (3::bigint, 0::bigint, NULL::text)$$, 'a partition of a table that is referred to is emptied');
SELECT has_table('public', 'retention_points_old', 'and stays');

SELECT * FROM finish();
