-- Two organizations, two users, one of them in both.
INSERT INTO members VALUES (1, '00000000-0000-0000-0000-00000000000a'), (2, '00000000-0000-0000-0000-00000000000b'),
                           (2, '00000000-0000-0000-0000-00000000000a');
COPY documents (id, owner, org, status, title) FROM stdin;
1	00000000-0000-0000-0000-00000000000a	1	draft	one
2	00000000-0000-0000-0000-00000000000a	2	published	two
3	00000000-0000-0000-0000-00000000000b	2	draft	three
4	00000000-0000-0000-0000-00000000000c	3	published	four
\.
INSERT INTO comments VALUES (1, 1, 'on one'), (2, 3, 'on three'), (3, 4, 'on four');
