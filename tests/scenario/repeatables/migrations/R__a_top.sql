CREATE OR REPLACE VIEW a_top AS SELECT count(*) AS n FROM z_base;
