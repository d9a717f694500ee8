-- found: 2
SET session_replication_role = replica;
INSERT INTO tags VALUES ('a');
SET ROLE owner;
