-- file: 001_docs.sql
CREATE TABLE docs (id bigint PRIMARY KEY, words tsvector, embedding vector(3));
-- file: 002_index.sql
SET maintenance_work_mem = '1GB';
CREATE INDEX CONCURRENTLY docs_words ON docs USING gin (words);
CREATE INDEX CONCURRENTLY docs_near ON docs USING hnsw (embedding vector_l2_ops) WITH (m = 16);
RESET maintenance_work_mem;
CREATE INDEX CONCURRENTLY docs_id ON docs (id);
CREATE TABLE empty (words tsvector);
CREATE INDEX empty_words ON empty USING gin (words);
