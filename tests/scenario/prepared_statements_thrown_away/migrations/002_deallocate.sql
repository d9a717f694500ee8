-- Rollback: DELETE FROM public.words WHERE word IN ('one', 'two');
INSERT INTO public.words VALUES ('one');
DEALLOCATE ALL;
INSERT INTO public.words VALUES ('two');
