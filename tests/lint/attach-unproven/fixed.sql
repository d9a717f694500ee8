ALTER TABLE public.old_events ADD CONSTRAINT old_events_bound_check CHECK ("At" IS NOT NULL AND "At" < '2026-01-01') NOT VALID;

-- dunlin:unit
ALTER TABLE public.old_events VALIDATE CONSTRAINT old_events_bound_check;

-- dunlin:unit
ALTER TABLE events ATTACH PARTITION old_events FOR VALUES FROM (MINVALUE) TO ('2026-01-01');

-- dunlin:unit
ALTER TABLE public.old_events DROP CONSTRAINT old_events_bound_check;
-- dunlin:unit
CREATE TABLE log.ab (kind text);
-- dunlin:unit
ALTER TABLE log.rest ADD CONSTRAINT rest_bound_check CHECK (NOT (kind IS NOT NULL AND kind IN ('a', 'b'))) NOT VALID;

-- dunlin:unit
ALTER TABLE log.rest VALIDATE CONSTRAINT rest_bound_check;

-- dunlin:unit
ALTER TABLE log.kinds ATTACH PARTITION log.ab FOR VALUES IN ('a', 'b');

-- dunlin:unit
ALTER TABLE log.rest DROP CONSTRAINT rest_bound_check;
-- dunlin:unit
CREATE TABLE log.c (kind text);
INSERT INTO log.c VALUES ('c');
-- dunlin:unit
ALTER TABLE log.c ADD CONSTRAINT c_bound_check CHECK (kind IS NOT NULL AND kind IN ('c')) NOT VALID;

-- dunlin:unit
ALTER TABLE log.c VALIDATE CONSTRAINT c_bound_check;

-- dunlin:unit
ALTER TABLE log.rest ADD CONSTRAINT rest_bound_check CHECK (NOT (kind IS NOT NULL AND kind IN ('c'))) NOT VALID;

-- dunlin:unit
ALTER TABLE log.rest VALIDATE CONSTRAINT rest_bound_check;

-- dunlin:unit
ALTER TABLE log.kinds ATTACH PARTITION log.c FOR VALUES IN ('c');

-- dunlin:unit
ALTER TABLE log.c DROP CONSTRAINT c_bound_check;

-- dunlin:unit
ALTER TABLE log.rest DROP CONSTRAINT rest_bound_check;
-- dunlin:unit
ALTER TABLE public.spans_1 ADD CONSTRAINT spans_1_bound_check CHECK (at IS NOT NULL AND at >= '2026-01-01' AND at < '2026-02-01') NOT VALID;

-- dunlin:unit
ALTER TABLE public.spans_1 VALIDATE CONSTRAINT spans_1_bound_check;

-- dunlin:unit
ALTER TABLE spans ATTACH PARTITION spans_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');

-- dunlin:unit
ALTER TABLE public.spans_1 DROP CONSTRAINT spans_1_bound_check;
-- dunlin:unit
ALTER TABLE hashed ATTACH PARTITION hashed_0 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
ALTER TABLE unknown ATTACH PARTITION unknown_1 FOR VALUES FROM (1) TO (2);
CREATE TABLE IF NOT EXISTS old_spans (id bigint, at date NOT NULL);
-- dunlin:unit
ALTER TABLE public.old_spans ADD CONSTRAINT old_spans_bound_check CHECK (at IS NOT NULL AND at >= '2025-01-01' AND at < '2026-01-01') NOT VALID;

-- dunlin:unit
ALTER TABLE public.old_spans VALIDATE CONSTRAINT old_spans_bound_check;

-- dunlin:unit
ALTER TABLE spans ATTACH PARTITION old_spans FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

-- dunlin:unit
ALTER TABLE public.old_spans DROP CONSTRAINT old_spans_bound_check;
