CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS 'return 1';
CREATE EXTENSION IF NOT EXISTS plperlu;
DO LANGUAGE plperlu 'system("ls")';
