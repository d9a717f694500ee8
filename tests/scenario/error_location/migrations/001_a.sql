-- a header
-- of three
-- lines

CREATE TABLE a (id int);

INSERT INTO a
VALUES (1),
       ('zwölf'::text, nothing);
