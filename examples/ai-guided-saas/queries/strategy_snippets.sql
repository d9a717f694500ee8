-- Every SQL statement of the strategy document, corrected where it was wrong, in a transaction that is taken back.
BEGIN;
CREATE TABLE IF NOT EXISTS public.parents (id bigint PRIMARY KEY);
CREATE TABLE IF NOT EXISTS public.table_name (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id uuid NOT NULL, foreign_key_id bigint REFERENCES public.parents (id), status text);
-- "ON table (...)" can't be: table is a reserved word.
CREATE INDEX idx_table_foreign_key ON public.table_name (foreign_key_id);
CREATE INDEX idx_table_user_status ON public.table_name (user_id, status);
CREATE INDEX IF NOT EXISTS idx_active_projects ON public.projects (user_id) WHERE status = 'active';
ALTER TABLE public.table_name ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Users can view own data" ON public.table_name FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
-- A policy of a role, not a subquery on users: that one would ask its own policies again.
CREATE POLICY "Admins can view all" ON public.table_name FOR SELECT TO admin_role USING (true);
-- Data-safe: the rows stay, and readers of the old name too.
ALTER TABLE public.table_name RENAME TO table_name_backup;
CREATE VIEW public.table_name AS SELECT * FROM public.table_name_backup;
-- "ADD COLUMN deprecated" would mark every row; the table is what is deprecated.
COMMENT ON TABLE public.table_name_backup IS 'deprecated';
DROP VIEW public.table_name;
ALTER TABLE public.table_name_backup ADD COLUMN new_column text;
ALTER TABLE public.table_name_backup DROP COLUMN new_column;
DROP TABLE public.table_name_backup CASCADE;
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT * FROM public.projects WHERE user_id = md5('user 1')::uuid AND status = 'active';
ANALYZE public.projects;
ROLLBACK;
