CREATE ROLE soft_delete_editor NOLOGIN;
CREATE TABLE public.articles (id bigint PRIMARY KEY, slug text NOT NULL, title text);
CREATE TABLE public."Odd one" ("the key" uuid PRIMARY KEY, deleted_at timestamptz);
CREATE TABLE public.two_keys (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE public.unique_over_all (id integer PRIMARY KEY, email text UNIQUE, deleted_at timestamptz);
INSERT INTO public.articles SELECT n, 'article-' || n, 'Article ' || n FROM generate_series(1, 20) AS n;
INSERT INTO public."Odd one" VALUES ('00000000-0000-0000-0000-000000000001', NULL);
GRANT SELECT, UPDATE ON public.articles TO soft_delete_editor;
