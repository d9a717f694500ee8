CREATE TABLE public.notes (id integer PRIMARY KEY, body text);
-- Has one of the columns already, with another default.
CREATE TABLE public.old_notes (id integer PRIMARY KEY, body text, created_at timestamptz NOT NULL DEFAULT '2001-02-03');
INSERT INTO public.notes (id, body) SELECT n, 'note ' || n FROM generate_series(1, 10) AS n;
INSERT INTO public.old_notes (id) VALUES (1);
