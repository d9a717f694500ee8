CREATE TABLE public.documents (id integer PRIMARY KEY, user_id uuid NOT NULL, status text NOT NULL DEFAULT 'draft', body text);
CREATE SCHEMA rls_test;
CREATE TABLE rls_test.notes (id bigserial PRIMARY KEY, user_id uuid NOT NULL, body text);
CREATE TABLE public.pages (id integer PRIMARY KEY, status text NOT NULL);
INSERT INTO public.documents SELECT n, ('00000000-0000-0000-0000-00000000000' || CASE WHEN n % 2 = 0 THEN 'a' ELSE 'b' END)::uuid,
    CASE WHEN n % 5 = 0 THEN 'published' ELSE 'draft' END FROM generate_series(1, 20) AS n;
INSERT INTO public.pages VALUES (1, 'published'), (2, 'draft');

-- What check_rls_effectiveness() has to find.
CREATE TABLE public.open_table (id integer PRIMARY KEY);
GRANT SELECT ON public.open_table TO authenticated;
CREATE TABLE public.closed_table (id integer PRIMARY KEY);
ALTER TABLE public.closed_table ENABLE ROW LEVEL SECURITY;
CREATE TABLE public.slow_table (id integer PRIMARY KEY, owner uuid);
ALTER TABLE public.slow_table ENABLE ROW LEVEL SECURITY;
CREATE POLICY "slow" ON public.slow_table FOR SELECT USING (auth.uid() = owner);
CREATE POLICY "all" ON public.slow_table FOR UPDATE TO authenticated USING (true);
GRANT SELECT, TRUNCATE ON public.slow_table TO authenticated;
CREATE VIEW public.around AS SELECT * FROM public.slow_table;
GRANT SELECT ON public.around TO authenticated;
CREATE TABLE public.forgotten (id integer PRIMARY KEY);
CREATE POLICY "forgotten" ON public.forgotten FOR SELECT TO authenticated USING (id = 1);
