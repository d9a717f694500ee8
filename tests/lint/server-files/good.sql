COPY t FROM STDIN;
1
\.
SELECT read_file(1);
