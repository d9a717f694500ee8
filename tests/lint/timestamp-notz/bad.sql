-- found: 3
CREATE TABLE a (id int, at timestamp NOT NULL DEFAULT now(), seen timestamp(3) without time zone);
ALTER TABLE a ADD COLUMN "Gone" timestamp;
