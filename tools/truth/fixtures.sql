-- The tables that the forms run on. "-- fixture NAME" begins one; a statement ends with a semicolon at a line's end.
--
-- A relation's name is its role in the results, but for "t", whose role is "table": the relation that a form is about.
-- An index whose name doesn't end in "index" has the role of its table with "_index" behind it.
-- Tables have 100 rows: a statement that read 100 rows of a table has read all of it.

-- fixture plain
CREATE TABLE t (id integer PRIMARY KEY, a integer, b text NOT NULL DEFAULT 'x', c varchar(10), n integer, flag boolean,
  at timestamp, u uuid, doc json, small smallint, proved integer, unproved integer, checked integer, drawn integer,
  CONSTRAINT t_checked CHECK (checked > 0),
  CONSTRAINT t_proved CHECK (proved IS NOT NULL),
  CONSTRAINT t_declared CHECK (drawn IS NOT NULL) NOT VALID,
  CONSTRAINT t_unique UNIQUE (id, a));
INSERT INTO t SELECT g, g, 'x', 'c', g, true, now(), NULL, '{}', 1, g, g, g, g FROM generate_series(1, 100) g;
CREATE INDEX index ON t (n);
CREATE UNIQUE INDEX unique_index ON t (n);
ALTER TABLE t ADD CONSTRAINT t_unproved CHECK (unproved IS NOT NULL) NOT VALID;
CREATE STATISTICS t_statistics ON a, n FROM t;

-- fixture indexed
CREATE TABLE t (id integer NOT NULL, c varchar(10), b text, at timestamp, n numeric(10,2), ci text COLLATE "C", e integer);
INSERT INTO t SELECT g, 'c', 'b', now(), g, 'b', g FROM generate_series(1, 100) g;
CREATE INDEX index ON t (c);
CREATE INDEX b_index ON t (b);
CREATE INDEX at_index ON t (at);
CREATE INDEX n_index ON t (n);
CREATE INDEX ci_index ON t (ci);
CREATE INDEX expression_index ON t ((e + 1));

-- fixture keyless
CREATE TABLE t (id integer NOT NULL, maybe integer, proved integer, period int4range, CONSTRAINT t_proved CHECK (proved IS NOT NULL));
INSERT INTO t SELECT g, g, g, int4range(g, g + 1) FROM generate_series(1, 100) g;
CREATE UNIQUE INDEX unique_index ON t (id);
CREATE UNIQUE INDEX nullable_index ON t (maybe);
CREATE UNIQUE INDEX proved_index ON t (proved);

-- fixture unlinked
CREATE TABLE referenced (id integer PRIMARY KEY, code integer UNIQUE);
INSERT INTO referenced SELECT g, g FROM generate_series(1, 100) g;
CREATE TABLE t (id integer PRIMARY KEY, ref integer);
INSERT INTO t SELECT g, g FROM generate_series(1, 100) g;

-- fixture linked
CREATE TABLE referenced (id integer PRIMARY KEY, code integer);
INSERT INTO referenced SELECT g, g FROM generate_series(1, 100) g;
CREATE TABLE t (id integer PRIMARY KEY, ref integer CONSTRAINT t_ref_fkey REFERENCES referenced, code integer);
INSERT INTO t SELECT g, g, g FROM generate_series(1, 100) g;
CREATE TABLE referencing (id integer PRIMARY KEY, t_id integer CONSTRAINT referencing_fkey REFERENCES t);
INSERT INTO referencing SELECT g, g FROM generate_series(1, 100) g;

-- fixture not_valid
CREATE TABLE referenced (id integer PRIMARY KEY);
INSERT INTO referenced SELECT g FROM generate_series(1, 100) g;
CREATE TABLE t (id integer PRIMARY KEY, ref integer, a integer);
INSERT INTO t SELECT g, g, g FROM generate_series(1, 100) g;
ALTER TABLE t ADD CONSTRAINT t_fk FOREIGN KEY (ref) REFERENCES referenced NOT VALID;
ALTER TABLE t ADD CONSTRAINT t_check CHECK (a > 0) NOT VALID;

-- fixture partitioned
CREATE TABLE t (id integer, k integer, a integer, b text) PARTITION BY RANGE (k);
CREATE TABLE partition PARTITION OF t FOR VALUES FROM (0) TO (1000);
INSERT INTO t SELECT g, g, g, 'b' FROM generate_series(1, 100) g;
CREATE INDEX index ON t (a);
CREATE TABLE attached (LIKE t INCLUDING ALL);
INSERT INTO attached SELECT g, g + 1000, g, 'b' FROM generate_series(1, 100) g;
CREATE TABLE referenced (id integer PRIMARY KEY);
INSERT INTO referenced SELECT g FROM generate_series(1, 100) g;

-- fixture partitioned_default
CREATE TABLE t (id integer, k integer, a integer, b text) PARTITION BY RANGE (k);
CREATE TABLE partition PARTITION OF t FOR VALUES FROM (0) TO (1000);
CREATE TABLE default_partition PARTITION OF t DEFAULT;
INSERT INTO t SELECT g, g, g, 'b' FROM generate_series(1, 100) g;
INSERT INTO t SELECT g, g + 5000, g, 'b' FROM generate_series(1, 100) g;
CREATE TABLE attached (LIKE t INCLUDING ALL);
INSERT INTO attached SELECT g, g + 1000, g, 'b' FROM generate_series(1, 100) g;

-- fixture partitioned_linked
CREATE TABLE referenced (id integer PRIMARY KEY);
INSERT INTO referenced SELECT g FROM generate_series(1, 100) g;
CREATE TABLE t (id integer, k integer, ref integer CONSTRAINT t_ref_fkey REFERENCES referenced, PRIMARY KEY (id, k)) PARTITION BY RANGE (k);
CREATE TABLE partition PARTITION OF t FOR VALUES FROM (0) TO (1000);
INSERT INTO t SELECT g, g, g FROM generate_series(1, 100) g;
CREATE TABLE referencing (id integer PRIMARY KEY, t_id integer, t_k integer, CONSTRAINT referencing_fkey FOREIGN KEY (t_id, t_k) REFERENCES t (id, k));
INSERT INTO referencing SELECT g, g, g FROM generate_series(1, 100) g;
CREATE TABLE attached (id integer NOT NULL, k integer NOT NULL, ref integer, PRIMARY KEY (id, k));
INSERT INTO attached SELECT g, g + 1000, g FROM generate_series(1, 100) g;

-- fixture leaf
CREATE TABLE parent (id integer, k integer, a integer) PARTITION BY RANGE (k);
CREATE TABLE t PARTITION OF parent FOR VALUES FROM (0) TO (1000);
CREATE TABLE partition PARTITION OF parent FOR VALUES FROM (1000) TO (2000);
CREATE TABLE default_partition PARTITION OF parent DEFAULT;
INSERT INTO parent SELECT g, g, g FROM generate_series(1, 100) g;
INSERT INTO parent SELECT g, g + 1000, g FROM generate_series(1, 100) g;
INSERT INTO parent SELECT g, g + 5000, g FROM generate_series(1, 100) g;
CREATE INDEX parent_index ON ONLY parent (a);
CREATE INDEX index ON t (a);

-- fixture inheritance
CREATE TABLE t (id integer, a integer);
CREATE TABLE child () INHERITS (t);
INSERT INTO t SELECT g, g FROM generate_series(1, 100) g;
INSERT INTO child SELECT g, g FROM generate_series(1, 100) g;
CREATE TABLE other_child (id integer, a integer);
INSERT INTO other_child SELECT g, g FROM generate_series(1, 100) g;

-- fixture dependents
CREATE TABLE t (id integer PRIMARY KEY, viewed integer, ruled integer, guarded integer, fired integer, published integer,
  source integer, derived integer GENERATED ALWAYS AS (source + 1) STORED, free integer, called text);
INSERT INTO t (id, viewed, ruled, guarded, fired, published, source, free) SELECT g, g, g, g, g, g, g, g FROM generate_series(1, 100) g;
CREATE VIEW view AS SELECT id, viewed FROM t;
CREATE MATERIALIZED VIEW matview AS SELECT id, viewed FROM t;
CREATE UNIQUE INDEX matview_index ON matview (id);
CREATE TABLE log (id integer);
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER t_trigger BEFORE UPDATE OF fired ON t FOR EACH ROW EXECUTE FUNCTION fire();
CREATE RULE t_rule AS ON UPDATE TO t WHERE NEW.ruled > 0 DO ALSO INSERT INTO log VALUES (NEW.ruled);
CREATE POLICY t_policy ON t USING (guarded > 0);

-- fixture sequences
CREATE TABLE t (id integer GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME identity_sequence), n integer, plain integer NOT NULL, stored integer GENERATED ALWAYS AS (1) STORED);
INSERT INTO t (n, plain) SELECT g, g FROM generate_series(1, 100) g;
CREATE SEQUENCE sequence OWNED BY t.n;
ALTER TABLE t ALTER n SET DEFAULT nextval('sequence');

-- fixture types
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN positive AS integer CONSTRAINT positive_check CHECK (VALUE > 0);
CREATE DOMAIN free AS integer;
CREATE DOMAIN unproved AS integer;
CREATE TYPE pair AS (x integer, y integer);
CREATE TABLE t (id integer PRIMARY KEY, m mood, d positive, f free, plain integer, p pair);
INSERT INTO t SELECT g, 'ok', g, g, g, NULL FROM generate_series(1, 100) g;
CREATE TABLE using_domain (v unproved);
INSERT INTO using_domain SELECT g FROM generate_series(1, 100) g;
ALTER DOMAIN unproved ADD CONSTRAINT unproved_check CHECK (VALUE > 0) NOT VALID;

-- fixture unlogged
CREATE UNLOGGED TABLE t (id integer PRIMARY KEY, a integer);
INSERT INTO t SELECT g, g FROM generate_series(1, 100) g;
CREATE INDEX index ON t (a);

-- fixture published
CREATE TABLE t (id integer PRIMARY KEY, a integer);
INSERT INTO t SELECT g, g FROM generate_series(1, 100) g;
CREATE TABLE added (id integer PRIMARY KEY);
CREATE PUBLICATION publication FOR TABLE t;

-- fixture empty
CREATE TABLE referenced (id integer PRIMARY KEY);
INSERT INTO referenced SELECT g FROM generate_series(1, 100) g;
CREATE TABLE other_referenced (id integer PRIMARY KEY);
CREATE FUNCTION f(x integer) RETURNS integer LANGUAGE sql AS 'SELECT x';
