-- Rollback: SELECT 'comment'; DROP TABLE t1
CREATE TABLE t1 (id int);
-- dunlin:down
DROP TABLE t1; CREATE TABLE by_section ();
