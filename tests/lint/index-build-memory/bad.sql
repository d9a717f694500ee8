-- found: 3
-- file: 001_docs.sql
CREATE TABLE docs (id bigint PRIMARY KEY, words tsvector, embedding vector(3));
-- file: 002_index.sql
CREATE INDEX CONCURRENTLY docs_words ON docs USING gin (words);
CREATE INDEX CONCURRENTLY docs_near ON docs USING hnsw (embedding vector_l2_ops);
SET maintenance_work_mem = '1GB';
CREATE INDEX CONCURRENTLY docs_lists ON docs USING ivfflat (embedding vector_l2_ops);
