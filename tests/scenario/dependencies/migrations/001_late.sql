-- Dependencies: 003
CREATE VIEW late AS SELECT * FROM base;
