CREATE TABLE c (id int, name text);
COPY c (id, name) FROM stdin;
1	it's; a 'quote'
2	\N
3	-- not a comment $$
\.
INSERT INTO c VALUES (4, 'after');
COPY c FROM stdin WITH (FORMAT csv);
5,"five; ""quoted"""
\.
