-- Tags: Core
-- Phase: contract
CREATE TABLE c (id int);
