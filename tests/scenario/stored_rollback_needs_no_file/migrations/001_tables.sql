CREATE TABLE ${app}_a (id int);
CREATE TABLE b (id int);
-- dunlin:down
DROP TABLE ${app}_a;
\i parts/drop_b.sql
SELECT '$${app}' AS kept_as_written;
