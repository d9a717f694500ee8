COMMENT ON TABLE events IS 'what happened';
CREATE INDEX IF NOT EXISTS events_kind ON ONLY events (kind, at DESC) WHERE kind <> 'x';
CREATE INDEX events_2_kind_at_idx ON ONLY public.events_2 (kind, at DESC) WHERE kind <> 'x';

CREATE INDEX CONCURRENTLY events_1_kind_at_idx ON public.events_1 (kind, at DESC) WHERE kind <> 'x';

CREATE INDEX CONCURRENTLY events_2_a_kind_at_idx ON public.events_2_a (kind, at DESC) WHERE kind <> 'x';

-- dunlin:unit
ALTER INDEX public.events_kind ATTACH PARTITION public.events_1_kind_at_idx;
ALTER INDEX public.events_2_kind_at_idx ATTACH PARTITION public.events_2_a_kind_at_idx;
ALTER INDEX public.events_kind ATTACH PARTITION public.events_2_kind_at_idx;
-- dunlin:unit
COMMENT ON TABLE events IS 'all that happened';
CREATE INDEX CONCURRENTLY other_id ON ONLY other (id);
