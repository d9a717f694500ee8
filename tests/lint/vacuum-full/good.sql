VACUUM orders;
VACUUM (FULL off, ANALYZE) orders;
CREATE TABLE fresh (id bigint);
VACUUM FULL fresh;
