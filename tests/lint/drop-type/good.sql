-- file: 001_base.sql
CREATE TYPE mood AS ENUM ('sad', 'ok');
-- file: 002_change.sql
CREATE TYPE pair AS (a int, b int);
DROP TYPE pair;
DROP TYPE IF EXISTS never_made;
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
