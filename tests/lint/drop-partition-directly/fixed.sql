ALTER TABLE public.events DETACH PARTITION public.events_1 CONCURRENTLY;

-- dunlin:unit
DROP TABLE IF EXISTS events_1;
-- dunlin:unit
DROP TABLE ab, rest;
