-- expect: equal
CREATE TABLE t (id INTEGER PRIMARY KEY, good JSON, bad JSON, dup JSON, nul JSON);
INSERT INTO t VALUES (1, '{"a": [1, 2.50, "x"]}', '{not json', '{"a":1,"a":2}', '"\u0000"'), (2, 'null', '{}', '[]', '[1e400]');
