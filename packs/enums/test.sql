SELECT no_plan();

SELECT enum_has_labels({{schema|literal}}, 'user_status', {{user_status|array}}::name[], 'user_status has its values, in their order');
SELECT enum_has_labels({{schema|literal}}, 'kyc_status', {{kyc_status|array}}::name[], 'kyc_status has its values, in their order');
SELECT enum_has_labels({{schema|literal}}, 'user_role', {{user_role|array}}::name[], 'user_role has its values, in their order');

SELECT throws_ok($$SELECT 'no such state'::public.user_status$$, '22P02', NULL, 'another value is refused');
SELECT ok('user'::public.user_role < 'admin'::public.user_role, 'they compare in the order given');
SELECT is('it''s odd'::public.user_role::text, 'it''s odd', 'a value may hold a quote');

SELECT * FROM finish();
