SELECT no_plan();

-- a owns the first organization, where b is an admin and c a member; c owns the second. d is alone.
INSERT INTO public.organizations (id, name, slug) VALUES
    ('10000000-0000-0000-0000-000000000001', 'First', 'first'), ('10000000-0000-0000-0000-000000000002', 'Second', 'second');
INSERT INTO public.organization_members (organization_id, user_id, role, created_at) VALUES
    ('10000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000a', 'owner', '2026-01-01'),
    ('10000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000b', 'admin', '2026-01-02'),
    ('10000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000c', 'member', '2026-01-03'),
    ('10000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-00000000000c', 'owner', '2026-01-04');

-- The functions, from a session without claims.
SELECT is(public.get_user_organization_id('00000000-0000-0000-0000-00000000000c'), '10000000-0000-0000-0000-000000000001'::uuid,
    'the organization of the oldest membership');
SELECT is(public.get_user_organization_id('00000000-0000-0000-0000-00000000000d'), NULL, 'none for somebody alone');
SELECT is(public.get_user_organization_id(NULL), NULL, 'none for nobody');
SELECT ok(public.is_org_admin('00000000-0000-0000-0000-00000000000a', '10000000-0000-0000-0000-000000000001'), 'an owner is an admin');
SELECT ok(public.is_org_admin('00000000-0000-0000-0000-00000000000b', '10000000-0000-0000-0000-000000000001'), 'an admin is');
SELECT ok(NOT public.is_org_admin('00000000-0000-0000-0000-00000000000c', '10000000-0000-0000-0000-000000000001'), 'a member is not');
SELECT ok(NOT public.is_org_admin('00000000-0000-0000-0000-00000000000a', '10000000-0000-0000-0000-000000000002'), 'nor an owner of another one');
SELECT is(public.is_org_admin(NULL, NULL), false, 'nobody is not');
SELECT ok(NOT has_function_privilege('anon', signature, 'EXECUTE'), 'anon may not execute ' || signature)
FROM unnest(ARRAY['public.get_user_organization_id(uuid)', 'public.is_org_admin(uuid,uuid)',
                  'public.user_organization_ids(uuid,boolean)', 'public.create_organization(text,text)']) AS signature;

SELECT throws_ok($$INSERT INTO public.organizations (name, slug) VALUES ('Bad', 'Not A Slug')$$, '23514', NULL, 'a slug has a form');
SELECT throws_ok($$INSERT INTO public.organizations (name, slug) VALUES ('Bad', 'first')$$, '23505', NULL, 'and is taken once');
SELECT throws_ok($$INSERT INTO public.organization_members VALUES ('10000000-0000-0000-0000-000000000002', gen_random_uuid())$$,
    '23503', NULL, 'a member is somebody');

-- Claims that name nobody: nothing, but for services.
DO $$ BEGIN PERFORM set_config('request.jwt.claims', '{"role": "authenticated"}', true); END $$;
SELECT is_empty($$SELECT public.user_organization_ids('00000000-0000-0000-0000-00000000000a')$$, 'claims without a person are told nothing');
DO $$ BEGIN PERFORM set_config('request.jwt.claims', '{"role": "service_role"}', true); END $$;
SELECT is((SELECT count(*) FROM public.user_organization_ids('00000000-0000-0000-0000-00000000000c')), 2::bigint, 'those of a service are');

-- As b, admin of the first.
SET LOCAL ROLE authenticated;
DO $$ BEGIN PERFORM set_config('request.jwt.claims', '{"sub": "00000000-0000-0000-0000-00000000000b"}', true); END $$;
SELECT results_eq('SELECT slug FROM public.organizations', ARRAY['first'], 'b sees one organization');
SELECT is((SELECT count(*) FROM public.organization_members), 3::bigint, 'and its members, without recursion');
SELECT is(public.get_user_organization_id('00000000-0000-0000-0000-00000000000c'), NULL, 'and is not told about others');
SELECT lives_ok($$INSERT INTO public.organization_members VALUES
    ('10000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000d', 'member')$$, 'adds a member');
SELECT throws_ok($$INSERT INTO public.organization_members VALUES
    ('10000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-00000000000d', 'member')$$, '42501', NULL, 'not to another organization');
SELECT throws_ok($$UPDATE public.organization_members SET role = 'owner' WHERE user_id = '00000000-0000-0000-0000-00000000000b'$$,
    '42501', NULL, 'makes nobody an owner, itself included');
SELECT throws_ok($$UPDATE public.organization_members SET organization_id = '10000000-0000-0000-0000-000000000002'
    WHERE user_id = '00000000-0000-0000-0000-00000000000d'$$, '42501', NULL, 'moves nobody elsewhere');
SELECT is_empty($$DELETE FROM public.organization_members WHERE role = 'owner' RETURNING 1$$, 'and removes no owner');

-- As d, now a member of the first.
DO $$ BEGIN PERFORM set_config('request.jwt.claims', '{"sub": "00000000-0000-0000-0000-00000000000d"}', true); END $$;
SELECT is((SELECT count(*) FROM public.organization_members), 4::bigint, 'd sees the members');
SELECT is_empty($$UPDATE public.organization_members SET role = 'admin' RETURNING 1$$, 'a member changes nobody');
SELECT is_empty($$UPDATE public.organizations SET name = 'Mine' RETURNING 1$$, 'nor the organization');
SELECT results_eq($$WITH gone AS (DELETE FROM public.organization_members RETURNING user_id) SELECT count(*) FROM gone$$,
    ARRAY[1::bigint], 'and can leave, alone');
SELECT is_empty('SELECT 1 FROM public.organizations', 'then it sees nothing');
SELECT lives_ok($$SELECT public.create_organization('Mine', 'mine')$$, 'but can make one');
SELECT ok(public.is_org_admin(auth.uid(), public.get_user_organization_id(auth.uid())), 'that it owns');

-- Nobody, and the administrator.
DO $$ BEGIN PERFORM set_config('request.jwt.claims', '', true); END $$;
SELECT is_empty('SELECT 1 FROM public.organizations', 'nobody sees nothing');
SELECT throws_ok($$SELECT public.create_organization('None', 'none')$$, '28000', NULL, 'nor makes one');
RESET ROLE;
SET LOCAL ROLE admin_role;
SELECT is((SELECT count(*) FROM public.organizations), 3::bigint, 'admin_role sees all');
SELECT lives_ok($$UPDATE public.organization_members SET role = 'owner' WHERE role = 'admin'$$, 'and makes owners');
RESET ROLE;

SELECT * FROM finish();
