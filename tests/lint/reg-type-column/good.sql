CREATE TABLE hooks (id bigint PRIMARY KEY, target regclass, kind regtype, handler text);
