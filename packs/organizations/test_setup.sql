CREATE TABLE public.people (id uuid PRIMARY KEY, name text NOT NULL);
INSERT INTO public.people
SELECT ('00000000-0000-0000-0000-00000000000' || letter)::uuid, letter FROM unnest(ARRAY['a', 'b', 'c', 'd']) AS letter;
