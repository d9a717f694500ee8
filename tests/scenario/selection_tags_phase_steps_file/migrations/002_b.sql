-- Tags: reporting
-- Phase: expand
CREATE TABLE b (id int);
