-- expect: equal|refused
-- The sequence of p's key takes the second table's name.
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE p_id_seq (x INT);
INSERT INTO p VALUES (1);
INSERT INTO p_id_seq VALUES (1);
