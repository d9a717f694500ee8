COPY t FROM '/data/t.csv';
SELECT lo_import('/data/picture.png');
INSERT INTO t SELECT pg_read_file('/etc/passwd');
