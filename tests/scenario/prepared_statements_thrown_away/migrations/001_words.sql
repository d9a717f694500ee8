-- Rollback: DROP TABLE public.words;
CREATE TABLE public.words (word text PRIMARY KEY);
