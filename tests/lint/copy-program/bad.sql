COPY t FROM PROGRAM 'curl http://example.com/data.csv';
COPY t TO PROGRAM 'gzip > /tmp/t.gz';
