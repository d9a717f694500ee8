CREATE UNIQUE INDEX events_id_at_idx ON ONLY log.events (id, at);

CREATE UNIQUE INDEX CONCURRENTLY events_1_id_at_idx ON log.events_1 (id, at);

CREATE UNIQUE INDEX CONCURRENTLY events_rest_id_at_idx ON log.events_rest (id, at);

-- dunlin:unit
ALTER INDEX log.events_id_at_idx ATTACH PARTITION log.events_1_id_at_idx;
ALTER INDEX log.events_id_at_idx ATTACH PARTITION log.events_rest_id_at_idx;
-- dunlin:unit
CREATE INDEX events_kind ON ONLY log.events USING btree (lower("Kind"));

CREATE INDEX CONCURRENTLY events_1_lower_idx ON log.events_1 USING btree (lower("Kind"));

CREATE INDEX CONCURRENTLY events_rest_lower_idx ON log.events_rest USING btree (lower("Kind"));

-- dunlin:unit
ALTER INDEX log.events_kind ATTACH PARTITION log.events_1_lower_idx;
ALTER INDEX log.events_kind ATTACH PARTITION log.events_rest_lower_idx;
