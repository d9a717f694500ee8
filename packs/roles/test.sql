SELECT no_plan();

SELECT has_role(role, 'there is role ' || role)
FROM unnest(ARRAY['app_service', 'admin_role', 'developer_role', 'analytics_role', 'anon', 'authenticated', 'service_role']) AS role;
SELECT is((SELECT count(*) FROM pg_roles WHERE rolcanlogin AND rolname IN
    ('app_service', 'admin_role', 'developer_role', 'analytics_role', 'anon', 'authenticated', 'service_role')), 0::bigint,
    'none of them can sign in');

-- Privileges on what is there ...
SELECT table_privs_are('public', 'roles_people', 'app_service', ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'], 'app_service reads and writes');
SELECT table_privs_are('public', 'roles_people', 'admin_role', ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'], 'admin_role too');
SELECT table_privs_are('public', 'roles_people', 'developer_role', ARRAY['SELECT'], 'developer_role reads');
SELECT table_privs_are('public', 'roles_people', 'analytics_role', '{}'::text[], 'analytics_role does not see other tables');
SELECT table_privs_are('public', 'roles_sales', 'analytics_role', ARRAY['SELECT'], 'analytics_role reads what was named');
SELECT table_privs_are('public', 'roles_people', 'authenticated', '{}'::text[], 'authenticated gets tables with their policies only');
SELECT table_privs_are('public', 'roles_people', 'anon', '{}'::text[], 'anon likewise');
SELECT table_privs_are('roles_test', 'things', 'app_service', ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'], 'also in a second schema');
SELECT schema_privs_are('roles_test', 'app_service', ARRAY['USAGE'], 'nobody but the owner makes objects');
SET LOCAL ROLE app_service;
SELECT lives_ok($$INSERT INTO public.roles_people (email) VALUES ('a@example.org')$$, 'app_service inserts, sequence included');
SELECT throws_ok('TRUNCATE public.roles_people', '42501', NULL, 'and may not truncate');
SELECT throws_ok('CREATE TABLE roles_test.mine ()', '42501', NULL, 'nor make tables');
RESET ROLE;
SET LOCAL ROLE developer_role;
SELECT throws_ok('DELETE FROM public.roles_people', '42501', NULL, 'developer_role does not write');
RESET ROLE;

-- ... and on what the role that has migrated makes later.
DO $$ BEGIN EXECUTE format('SET LOCAL ROLE %I', (SELECT tableowner FROM pg_tables WHERE schemaname = 'dunlin_pack' AND tablename = 'roles_made')); END $$;
CREATE TABLE roles_test.later (id bigserial PRIMARY KEY);
RESET ROLE;
SELECT table_privs_are('roles_test', 'later', 'app_service', ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'], 'a later table, by default privileges');
SELECT table_privs_are('roles_test', 'later', 'developer_role', ARRAY['SELECT'], 'a later table for developers');
SELECT ok(has_sequence_privilege('app_service', 'roles_test.later_id_seq', 'USAGE'), 'a later sequence');

-- Members.
SELECT ok(pg_has_role('roles_test_login', 'app_service', 'USAGE'), 'who was named is a member');

-- Who the request is from.
SELECT is(auth.uid(), NULL, 'nobody without claims');
SELECT is(auth.jwt(), NULL, 'no claims');
DO $$ BEGIN PERFORM set_config('request.jwt.claims', '{"sub": "00000000-0000-0000-0000-00000000000a", "role": "authenticated"}', true); END $$;
SELECT is(auth.uid(), '00000000-0000-0000-0000-00000000000a'::uuid, 'auth.uid() of the claims');
SELECT is(auth.role(), 'authenticated', 'auth.role() of the claims');
SELECT is(auth.jwt() ->> 'role', 'authenticated', 'auth.jwt()');
DO $$ BEGIN PERFORM set_config('request.jwt.claims', '', true), set_config('request.jwt.claim.sub', '00000000-0000-0000-0000-00000000000b', true); END $$;
SELECT is(auth.uid(), '00000000-0000-0000-0000-00000000000b'::uuid, 'auth.uid() of the older form');
DO $$ BEGIN PERFORM set_config('request.jwt.claim.sub', '', true); END $$;
SELECT is(auth.uid(), NULL, 'an empty setting is nobody');
SET LOCAL ROLE anon;
SELECT is(auth.uid(), NULL, 'anon may ask');
RESET ROLE;

-- Without CREATEROLE a missing role is skipped, and the migration goes on.
GRANT USAGE ON SCHEMA dunlin_pack TO roles_test_weak;
GRANT EXECUTE ON FUNCTION dunlin_pack.roles_make(name, text) TO roles_test_weak;
SET LOCAL ROLE roles_test_weak;
SELECT lives_ok($$SELECT dunlin_pack.roles_make('roles_test_missing', 'none')$$, 'a role that may not be made is skipped');
RESET ROLE;
SELECT hasnt_role('roles_test_missing', 'and is not there');
SELECT throws_ok($$SELECT dunlin_pack.roles_apply('no such schema')$$, '3F000', NULL, 'a schema that is not there');
SELECT lives_ok($$SELECT dunlin_pack.roles_apply('roles_test')$$, 'privileges may be given again');

SELECT * FROM finish();
