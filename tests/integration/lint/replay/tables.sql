CREATE TABLE users (
  id bigserial PRIMARY KEY UNIQUE,
  mail varchar(200) UNIQUE NOT NULL CHECK (mail <> ''),
  age int CHECK (age > 0) CHECK (age < 200),
  born date DEFAULT now(),
  name text COLLATE "C",
  amount numeric(10,2) DEFAULT 0, rate numeric(5), wait interval, waited interval(3), lasted interval day to second(2),
  flags bit(4), tags text[] DEFAULT '{}', at timestamptz(3), code char(3), one char,
  CHECK (age > 0 AND mail IS NOT NULL), CONSTRAINT named CHECK (id > 0),
  UNIQUE (age, born), UNIQUE (mail) INCLUDE (name)
);
CREATE TABLE posts (
  id int GENERATED ALWAYS AS IDENTITY, owner bigint REFERENCES users, editor bigint REFERENCES users (id) ON DELETE CASCADE,
  title text, size int GENERATED ALWAYS AS (length(title)) STORED,
  PRIMARY KEY (id, owner),
  FOREIGN KEY (owner) REFERENCES users (id) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (owner, editor) REFERENCES posts (id, owner) ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS posts (nothing int);
CREATE UNLOGGED TABLE cache (key smallserial, v serial4, w bigserial);
CREATE TABLE copy (LIKE posts);
CREATE TABLE full_copy (LIKE posts INCLUDING ALL, extra int);
CREATE TABLE some_copy (extra int, LIKE users INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
CREATE TABLE users_id_seq1 (a int);
CREATE TABLE a_very_long_table_name_that_goes_on_and_on_until_it_is_cut (
  a_very_long_column_name_that_goes_on_and_on_until_it_ends serial PRIMARY KEY CHECK (a_very_long_column_name_that_goes_on_and_on_until_it_ends > 0),
  b int UNIQUE);
CREATE TABLE noted AS SELECT id, mail AS address, count(*) FROM users GROUP BY id, mail;
CREATE TABLE all_users AS SELECT * FROM users WITH NO DATA;
SELECT id AS number INTO chosen FROM posts;
CREATE TABLE swapped (a int PRIMARY KEY, b int CHECK (b > 0) REFERENCES users);
ALTER TABLE swapped RENAME TO swapped_old;
CREATE TABLE swapped (a int PRIMARY KEY, b int CHECK (b > 0) REFERENCES users);
CREATE TABLE "Odd Name" ("Select" int PRIMARY KEY, "a""b" text UNIQUE);
COMMENT ON TABLE users IS 'people'; COMMENT ON COLUMN users.mail IS 'x'; COMMENT ON COLUMN users.age IS 'y';
COMMENT ON COLUMN users.age IS NULL;
ALTER TABLE users SET (fillfactor = 70, autovacuum_enabled = false);
ALTER TABLE users RESET (fillfactor);
ALTER TABLE posts REPLICA IDENTITY FULL;
ALTER TABLE cache SET LOGGED;
CREATE TYPE pair AS (a int, b text);
CREATE TABLE typed OF pair;
CREATE TABLE gone (id serial PRIMARY KEY);
CREATE TABLE refers (g int REFERENCES gone);
CREATE VIEW on_gone AS SELECT id FROM gone;
CREATE VIEW on_on_gone AS SELECT id FROM on_gone;
DROP TABLE gone CASCADE;
DROP TABLE IF EXISTS never_there;
