-- found: 2
CREATE TABLE a (active boolean, id bigint, done boolean, at timestamptz, name text);
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE b (m mood, id bigint, x smallint, y bigint);
