-- Tags: core, users
-- Phase: expand
CREATE TABLE a (id int);
