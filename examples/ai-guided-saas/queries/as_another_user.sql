-- What somebody sees: psql -v user=<uuid> -f queries/as_another_user.sql. SET LOCAL works inside of a transaction only: without
-- BEGIN it is a warning, and the query runs as whoever has signed in, who sees everything.
BEGIN;
SET LOCAL ROLE authenticated;
SELECT set_config('request.jwt.claims', json_build_object('sub', :'user', 'role', 'authenticated')::text, true) <> '' AS set;
SELECT current_user, count(*) AS projects FROM public.projects;
ROLLBACK;
