SELECT no_plan();

-- The rules.
SELECT is(public.validate_sku(sku), valid, 'SKU ' || coalesce(to_json(sku)::text, 'NULL'))
FROM (VALUES ('TS-00042-XL', true), ('ABC', true), ('AB', false), ('', false), ('ts-1', false), ('TS--1', false), ('TS-1-', false), ('TS 1', false),
             (E'TS-1\n', false), (repeat('A', 40), true), (repeat('A', 41), false), (NULL, NULL)) AS examples (sku, valid);
SELECT is(public.validate_slug(slug), valid, 'slug ' || quote_nullable(slug))
FROM (VALUES ('acme-foods', true), ('a1', true), ('a', false), ('Acme', false), ('-acme', false), ('acme--foods', false), ('acme_foods', false),
             ('été', false), (repeat('a', 63), true), (repeat('a', 64), false), (NULL, NULL)) AS examples (slug, valid);
SELECT is(public.validate_price(price), valid, 'price ' || coalesce(price::text, 'NULL'))
FROM (VALUES (0::numeric, true), (19.99, true), (-0.01, false), (0.001, false), (999999999999.99, true), (1e12, false), ('NaN', false), (NULL, NULL))
    AS examples (price, valid);
SELECT is(public.validate_quantity(quantity), valid, 'quantity ' || coalesce(quantity::text, 'NULL'))
FROM (VALUES (0::numeric, true), (7, true), (-1, false), (1.5, false), (1e12, false), ('NaN', false), (NULL, NULL)) AS examples (quantity, valid);

-- The constraints.
SELECT throws_ok($$INSERT INTO public.goods (shop, sku) VALUES (1, 'no sku')$$, '23514', NULL, 'a wrong SKU is refused');
SELECT throws_ok($$UPDATE public.goods SET price = -1 WHERE number = 1$$, '23514', NULL, 'so is a wrong price');
SELECT throws_ok($$UPDATE public.goods SET stock = -1 WHERE number = 1$$, '23514', NULL, 'a wrong quantity');
SELECT throws_ok($$UPDATE public.shops SET slug = 'No Slug'$$, '23514', NULL, 'and a wrong slug');
SELECT lives_ok($$UPDATE public.goods SET price = NULL, stock = NULL WHERE number = 1$$, 'NULL passes');
SELECT is((SELECT count(*) FROM pg_constraint WHERE conname LIKE '%\_is\_a\_valid\_%' AND convalidated), 4::bigint, 'all are validated');

-- Rows that break a rule: listed, and nothing done.
SELECT throws_matching($$SELECT dunlin_pack.validation_look('validation_test."Old goods".sku', 'sku')$$,
    '30 rows of validation_test."Old goods" have a sku that is none', 'rows that break the rule are counted');
SELECT is(broken || ': ' || left(examples, 58), '30: the key=10 (it''s wrong); the key=20 (it''s wrong); the key=', 'and listed by their keys')
FROM dunlin_pack.validation_broken('validation_test."Old goods"', 'sku', 'sku');
SELECT is(broken || ': ' || examples, '1: ctid=(0,1) (Not A Slug)', 'also without a key')
FROM dunlin_pack.validation_broken('validation_test.no_key', 'slug', 'slug');
SELECT throws_ok($$SELECT dunlin_pack.validation_look('public.goods.nothing', 'sku')$$, '42703', NULL, 'a column that is not there');
SELECT throws_ok($$SELECT dunlin_pack.validation_look('public.goods', 'sku')$$, 'P0001', NULL, 'a name without a column');
SELECT throws_ok($$SELECT dunlin_pack.validation_look('public.goods.sku; DROP TABLE public.goods', 'sku')$$, '22023', NULL, 'SQL in a name');

-- What is written once.
SELECT throws_ok($$UPDATE public.goods SET sku = 'OTHER-1' WHERE number = 1$$, '23514', NULL, 'a fixed column stays');
SELECT throws_ok($$UPDATE public.goods SET shop = 2 WHERE number = 1$$, '23514', NULL, 'and another one');
SELECT lives_ok($$UPDATE public.goods SET sku = sku, price = 3 WHERE number = 1$$, 'the same value is no change');

-- verify_data_integrity(): all is well but for what has been broken here.
SELECT is_empty($$SELECT check_name, status, detail FROM public.verify_data_integrity() WHERE status <> 'ok'$$, 'nothing is wrong at first');
SELECT set_has($$SELECT check_name FROM public.verify_data_integrity()$$,
    $$VALUES ('sku of public.goods.sku'), ('references of public.goods by goods_shop_fkey'), ('times of public.goods'),
             ('sequence of public.goods.number'), ('constraints are validated'), ('indexes are valid'), ('triggers are enabled')$$, 'what it looks at');

ALTER TABLE public.goods DROP CONSTRAINT sku_is_a_valid_sku;
INSERT INTO public.goods (shop, number, sku) VALUES (1, 1000, 'no sku');
UPDATE public.goods SET updated_at = created_at - interval '1 day' WHERE number IN (2, 3);
ALTER TABLE public.goods ADD CONSTRAINT later CHECK (stock < 10) NOT VALID;
ALTER TABLE public.goods DISABLE TRIGGER sku_fixed;
SELECT results_eq($$SELECT check_name, status, regexp_replace(detail, 'at \d+', 'at N'), count FROM public.verify_data_integrity() WHERE status <> 'ok' ORDER BY check_name COLLATE "C"$$,
    $$VALUES ('constraints are validated', 'warning', 'later on public.goods', 1::bigint),
             ('sequence of public.goods.number', 'failed', 'is at N, and there is a row 1000', 1),
             ('sku of public.goods.sku', 'failed', 'shop=1 number=1000 (no sku)', 1),
             ('times of public.goods', 'failed', 'rows that were updated before they were created', 2),
             ('triggers are enabled', 'failed', 'sku_fixed on public.goods', 1)$$, 'what was broken is found');
ALTER TABLE public.goods DROP CONSTRAINT goods_shop_fkey;
INSERT INTO public.goods (shop, sku) VALUES (99, 'LOST-1');
ALTER TABLE public.goods ADD CONSTRAINT goods_shop_fkey FOREIGN KEY (shop) REFERENCES public.shops NOT VALID;
SELECT results_eq($$SELECT status, count FROM public.verify_data_integrity() WHERE check_name = 'references of public.goods by goods_shop_fkey'$$,
    $$VALUES ('failed', 1::bigint)$$, 'a row without its parent is found');

-- Columns that are renamed, dropped.
ALTER TABLE public.goods ENABLE TRIGGER sku_fixed;
ALTER TABLE public.goods RENAME price TO amount;
ALTER TABLE public.goods RENAME sku TO code;
ALTER TABLE public.goods DROP COLUMN stock CASCADE;
SELECT is((SELECT status FROM public.verify_data_integrity() WHERE check_name = 'price of public.goods.amount'), 'ok', 'a column that was renamed is checked under its new name');
SELECT results_eq($$SELECT check_name, detail FROM public.verify_data_integrity() WHERE check_name ~ ' of public.goods.(sku|stock)$' ORDER BY 1$$,
    $$VALUES ('fixed of public.goods.sku', 'there is no such column any more: its rule is in force for nothing'),
             ('quantity of public.goods.stock', 'there is no such column any more: its rule is in force for nothing'),
             ('sku of public.goods.sku', 'there is no such column any more: its rule is in force for nothing')$$, 'what is gone is told, and ends nothing');
SELECT throws_ok($$UPDATE public.goods SET code = 'OTHER-1' WHERE number = 1$$, '42703', NULL, 'a fixed column that was renamed is not let go');

-- Tables that can't be asked, or have nothing to compare; sequences that count downwards.
CREATE TABLE public.strange (id text, created_at text, updated_at timestamptz);
CREATE SEQUENCE public.strange_id OWNED BY public.strange.id;
INSERT INTO public.strange VALUES ('INV-1', 'long ago', now());
CREATE TABLE public.downwards (id integer PRIMARY KEY);
CREATE SEQUENCE public.downwards_id INCREMENT -1 OWNED BY public.downwards.id;
INSERT INTO public.downwards SELECT nextval('public.downwards_id') FROM generate_series(1, 3);
GRANT SELECT ON public.downwards, public.downwards_id TO PUBLIC;
CREATE TABLE public.others (id integer GENERATED ALWAYS AS IDENTITY, shop integer REFERENCES public.shops, created_at date, updated_at date);
SELECT results_eq($$SELECT check_name, status, detail, count FROM public.verify_data_integrity() WHERE check_name ~ 'strange|downwards|others' ORDER BY 1$$,
    $$VALUES ('references of public.others by others_shop_fkey', 'failed', 'can''t be asked: permission denied for table others', NULL::bigint),
             ('sequence of public.downwards.id', 'ok', 'is ahead of the rows', 0),
             ('sequence of public.others.id', 'failed', 'can''t be asked: permission denied for table others', NULL),
             ('times of public.others', 'failed', 'can''t be asked: permission denied for table others', NULL)$$, 'what can''t be asked is told, and ends nothing');
INSERT INTO public.downwards VALUES (-5);
SELECT is((SELECT detail FROM public.verify_data_integrity() WHERE check_name = 'sequence of public.downwards.id'), 'is at -3, and there is a row -5', 'a sequence behind its rows downwards');
CREATE TABLE public.odd ("100%" integer PRIMARY KEY, slug text);
GRANT SELECT ON public.odd TO PUBLIC;
INSERT INTO public.odd VALUES (1, 'No Slug');
SELECT throws_ok($$SELECT dunlin_pack.validation_look('public.odd.slug', 'slug')$$, '23514', NULL, 'a key with a % in its name lists the rows');

SELECT ok(NOT has_function_privilege('public', 'public.verify_data_integrity()', 'EXECUTE'), 'it is not for everybody');

SELECT * FROM finish();
