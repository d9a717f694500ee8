-- Development data, the same for the same parameters, with addresses that nobody has. Safe to run again.
--   PGOPTIONS='-c saas.users=200 -c saas.projects=5 -c saas.generations=20' dunlin seed
--   saas.users        people; every fiftieth is an admin
--   saas.projects     projects of each
--   saas.generations  generations of each project, over the last 30 days
INSERT INTO public.users (id, email, full_name, role)
SELECT md5('user ' || n)::uuid, format('user%s@example.com', n), 'User ' || n, CASE WHEN n % 50 = 0 THEN 'admin' ELSE 'user' END
FROM generate_series(1, coalesce(nullif(current_setting('saas.users', true), ''), '200')::int) AS n
ON CONFLICT DO NOTHING;
INSERT INTO public.projects (id, user_id, name, status)
SELECT md5(format('project %s %s', u.id, p))::uuid, u.id, 'Project ' || p, (ARRAY['active', 'active', 'paused', 'archived'])[1 + p % 4]
FROM public.users AS u, generate_series(1, coalesce(nullif(current_setting('saas.projects', true), ''), '5')::int) AS p
ON CONFLICT DO NOTHING;
INSERT INTO public.project_members (project_id, user_id, role)
SELECT md5(format('project %s 1', md5('user ' || n)::uuid))::uuid, md5('user ' || n + 1)::uuid, 'editor'
FROM generate_series(1, coalesce(nullif(current_setting('saas.users', true), ''), '200')::int - 1) AS n
ON CONFLICT DO NOTHING;
INSERT INTO public.generations (user_id, project_id, prompt, result, tokens, created_at)
SELECT p.user_id, p.id, 'Prompt ' || n, 'Result ' || n, 100 + n * 7 % 900, now() - (n % 30) * interval '1 day' - interval '1 hour'
FROM public.projects AS p, generate_series(1, coalesce(nullif(current_setting('saas.generations', true), ''), '20')::int) AS n
WHERE NOT EXISTS (SELECT FROM public.generations AS g WHERE g.project_id = p.id);
INSERT INTO public.analytics_events (user_id, project_id, name, properties, created_at)
SELECT user_id, project_id, 'generated', jsonb_build_object('tokens', tokens), created_at FROM public.generations
WHERE NOT EXISTS (SELECT FROM public.analytics_events);
INSERT INTO public.templates (id, user_id, slug, title, price_cents, status)
SELECT md5('template ' || n)::uuid, md5('user ' || n)::uuid, 'template-' || n, 'Template ' || n, n * 100, (ARRAY['draft', 'published'])[1 + n % 2]
FROM generate_series(1, 20) AS n WHERE EXISTS (SELECT FROM public.users WHERE id = md5('user ' || n)::uuid)
ON CONFLICT DO NOTHING;
INSERT INTO public.documents (id, project_id, user_id, title, body)
SELECT md5('document ' || id)::uuid, id, user_id, 'Readme of ' || name, 'How ' || name || ' is generated.' FROM public.projects
ON CONFLICT DO NOTHING;
INSERT INTO public.agents (id, user_id, name, kind)
SELECT md5('agent ' || id || kind)::uuid, id, initcap(kind), kind FROM public.users, unnest(ARRAY['planner', 'writer', 'reviewer']) AS kind
ON CONFLICT DO NOTHING;
INSERT INTO public.agent_runs (agent_id, user_id, status, created_at)
SELECT id, user_id, (ARRAY['done', 'failed', 'running'])[1 + ascii(name) % 3], now() - interval '2 days' FROM public.agents
WHERE NOT EXISTS (SELECT FROM public.agent_runs AS r WHERE r.agent_id = agents.id);
ANALYZE public.users, public.projects, public.generations, public.analytics_events;
