CREATE VIEW people AS SELECT id, email FROM auth.users;
CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM auth.users;
