-- Rollback: DELETE FROM public.words WHERE word = 'four';
INSERT INTO public.words VALUES ('four');
