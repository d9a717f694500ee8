-- Rollback: DELETE FROM public.words WHERE word = 'three';
DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$;
INSERT INTO public.words VALUES ('three');
