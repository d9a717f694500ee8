-- The statement forms that are measured. "-- on FIXTURE" names the tables of the forms that follow.
--
--   -- form NAME [since MAJOR] [until MAJOR] [fails] [together]
--
-- The last statement of a form is measured; those before it are preparation, committed first. "together": all of them
-- are measured, as one transaction. "since 17": an older server refuses it; "until 17": a newer one does; "fails": every
-- server does. A form that fails without one of these stops the program, so that a slip of the pen can't become a fact.

-- on plain

-- Indexes
-- form create-index
CREATE INDEX i ON t (a);
-- form create-unique-index
CREATE UNIQUE INDEX i ON t (a);
-- form create-index-partial
CREATE INDEX i ON t (a) WHERE a > 50;
-- form create-index-expression
CREATE INDEX i ON t (lower(b));
-- form create-index-hash
CREATE INDEX i ON t USING hash (a);
-- form create-index-brin
CREATE INDEX i ON t USING brin (a);
-- form create-index-concurrently
CREATE INDEX CONCURRENTLY i ON t (a);
-- form create-unique-index-concurrently
CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);
-- form create-index-if-not-exists-existing
CREATE INDEX IF NOT EXISTS index ON t (n);
-- form create-index-concurrently-if-not-exists-existing
CREATE INDEX CONCURRENTLY IF NOT EXISTS index ON t (n);
-- form create-unique-index-duplicate-rows fails
CREATE UNIQUE INDEX i ON t (flag);
-- form drop-index
DROP INDEX index;
-- form drop-index-concurrently
DROP INDEX CONCURRENTLY index;
-- form drop-index-concurrently-cascade fails
DROP INDEX CONCURRENTLY index CASCADE;
-- form drop-index-if-exists-missing
DROP INDEX IF EXISTS missing;
-- form drop-index-of-constraint fails
DROP INDEX t_pkey;
-- form drop-index-concurrently-of-constraint fails
DROP INDEX CONCURRENTLY t_pkey;
-- form reindex-index
REINDEX INDEX index;
-- form reindex-index-concurrently
REINDEX INDEX CONCURRENTLY index;
-- form reindex-table
REINDEX TABLE t;
-- form reindex-table-concurrently
REINDEX TABLE CONCURRENTLY t;
-- form reindex-schema
REINDEX SCHEMA truth;
-- form reindex-schema-concurrently
REINDEX SCHEMA CONCURRENTLY truth;
-- form alter-index-rename
ALTER INDEX index RENAME TO renamed_index;
-- form alter-table-rename-on-index
ALTER TABLE index RENAME TO renamed_index;
-- form alter-index-set-reloption
ALTER INDEX index SET (fillfactor = 80);
-- form alter-index-set-statistics
CREATE INDEX lower_index ON t (lower(b));
ALTER INDEX lower_index ALTER COLUMN 1 SET STATISTICS 500;
-- form alter-index-set-tablespace
ALTER INDEX index SET TABLESPACE other_space;
-- form comment-on-index
COMMENT ON INDEX index IS 'x';

-- Constraints
-- form alter-table-add-check
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);
-- form alter-table-add-check-not-valid
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;
-- form alter-table-add-check-not-enforced since 18
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED;
-- form alter-table-add-check-no-inherit
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NO INHERIT;
-- form alter-table-validate-check
ALTER TABLE t VALIDATE CONSTRAINT t_unproved;
-- form alter-table-validate-check-already-valid
ALTER TABLE t VALIDATE CONSTRAINT t_checked;
-- form alter-table-validate-check-declared-in-create-table
ALTER TABLE t VALIDATE CONSTRAINT t_declared;
-- form alter-table-set-not-null-check-declared-in-create-table
ALTER TABLE t ALTER drawn SET NOT NULL;
-- form alter-table-add-check-not-valid-and-validate-in-one-transaction together
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT k;
-- form alter-table-validate-and-add-column-in-one-alter
ALTER TABLE t VALIDATE CONSTRAINT t_unproved, ADD COLUMN extra integer;
-- form alter-table-drop-check
ALTER TABLE t DROP CONSTRAINT t_checked;
-- form alter-table-drop-unique
ALTER TABLE t DROP CONSTRAINT t_unique;
-- form alter-table-drop-primary-key
ALTER TABLE t DROP CONSTRAINT t_pkey;
-- form alter-table-drop-constraint-if-exists-missing
ALTER TABLE t DROP CONSTRAINT IF EXISTS missing;
-- form alter-table-rename-constraint
ALTER TABLE t RENAME CONSTRAINT t_checked TO t_checked_2;
-- form alter-table-add-unique
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);
-- form alter-table-add-unique-deferrable
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a) DEFERRABLE INITIALLY DEFERRED;
-- form alter-table-add-unique-using-index
ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX unique_index;
-- form alter-table-add-unique-not-valid fails
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a) NOT VALID;
-- form alter-table-add-unique-nulls-not-distinct since 15
ALTER TABLE t ADD CONSTRAINT k UNIQUE NULLS NOT DISTINCT (a);
-- form alter-table-add-exclude
ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING btree (a WITH =);
-- form alter-table-add-exclude-not-valid fails
ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING btree (a WITH =) NOT VALID;
-- form alter-table-set-not-null
ALTER TABLE t ALTER a SET NOT NULL;
-- form alter-table-set-not-null-proved
ALTER TABLE t ALTER proved SET NOT NULL;
-- form alter-table-set-not-null-unvalidated-check
ALTER TABLE t ALTER unproved SET NOT NULL;
-- form alter-table-set-not-null-already
ALTER TABLE t ALTER b SET NOT NULL;
-- form alter-table-set-not-null-and-drop-check-in-one-alter
ALTER TABLE t ALTER proved SET NOT NULL, DROP CONSTRAINT t_proved;
-- form alter-table-drop-check-and-set-not-null-in-one-alter
ALTER TABLE t DROP CONSTRAINT t_proved, ALTER proved SET NOT NULL;
-- form alter-table-set-not-null-and-drop-check-in-one-transaction together
ALTER TABLE t ALTER proved SET NOT NULL;
ALTER TABLE t DROP CONSTRAINT t_proved;
-- form alter-table-add-check-and-set-not-null-in-one-alter
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL), ALTER a SET NOT NULL;
-- form alter-table-drop-not-null
ALTER TABLE t ALTER b DROP NOT NULL;
-- form alter-table-add-not-null-constraint since 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL a;
-- form alter-table-add-not-null-constraint-not-valid since 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID;
-- form alter-table-add-not-null-constraint-proved since 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL proved;
-- form alter-table-validate-not-null since 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT k;
-- form alter-table-set-not-null-over-not-valid since 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID;
ALTER TABLE t ALTER a SET NOT NULL;
-- form alter-table-validate-not-null-proved since 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL proved NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT k;
-- form alter-table-drop-not-null-constraint since 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL a;
ALTER TABLE t DROP CONSTRAINT k;
-- form alter-table-alter-constraint-check fails
ALTER TABLE t ALTER CONSTRAINT t_checked DEFERRABLE;
-- form alter-table-alter-constraint-inherit since 18
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NO INHERIT;
ALTER TABLE t ALTER CONSTRAINT k INHERIT;
-- form alter-table-enforce-check fails
ALTER TABLE t ALTER CONSTRAINT t_checked ENFORCED;

-- Columns
-- form alter-table-add-column
ALTER TABLE t ADD COLUMN x integer;
-- form alter-table-add-column-constant-default
ALTER TABLE t ADD COLUMN x integer DEFAULT 1;
-- form alter-table-add-column-stable-default
ALTER TABLE t ADD COLUMN x timestamptz DEFAULT now();
-- form alter-table-add-column-volatile-default
ALTER TABLE t ADD COLUMN x uuid DEFAULT gen_random_uuid();
-- form alter-table-add-column-sequence-default
CREATE SEQUENCE s;
ALTER TABLE t ADD COLUMN x bigint DEFAULT nextval('s');
-- form alter-table-add-column-volatile-default-inlined
CREATE FUNCTION one() RETURNS integer LANGUAGE sql VOLATILE AS 'SELECT 1';
ALTER TABLE t ADD COLUMN x integer DEFAULT one();
-- form alter-table-add-column-volatile-function-default
CREATE FUNCTION one() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN 1; END $$;
ALTER TABLE t ADD COLUMN x integer DEFAULT one();
-- form alter-table-add-column-stable-function-default
CREATE FUNCTION one() RETURNS integer LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 1; END $$;
ALTER TABLE t ADD COLUMN x integer DEFAULT one();
-- form alter-table-add-column-serial
ALTER TABLE t ADD COLUMN x bigserial;
-- form alter-table-add-column-identity
ALTER TABLE t ADD COLUMN x bigint GENERATED ALWAYS AS IDENTITY;
-- form alter-table-add-column-stored
ALTER TABLE t ADD COLUMN x integer GENERATED ALWAYS AS (a + 1) STORED;
-- form alter-table-add-column-virtual since 18
ALTER TABLE t ADD COLUMN x integer GENERATED ALWAYS AS (a + 1) VIRTUAL;
-- form alter-table-add-column-virtual-not-null since 18
ALTER TABLE t ADD COLUMN x integer GENERATED ALWAYS AS (a + 1) VIRTUAL NOT NULL;
-- form alter-table-add-column-not-null fails
ALTER TABLE t ADD COLUMN x integer NOT NULL;
-- form alter-table-add-column-not-null-constant-default
ALTER TABLE t ADD COLUMN x integer NOT NULL DEFAULT 1;
-- form alter-table-add-column-not-null-stable-default
ALTER TABLE t ADD COLUMN x timestamptz NOT NULL DEFAULT now();
-- form alter-table-add-column-check
ALTER TABLE t ADD COLUMN x integer CHECK (x > 0);
-- form alter-table-add-column-check-constant-default
ALTER TABLE t ADD COLUMN x integer DEFAULT 1 CHECK (x > 0);
-- form alter-table-add-column-unique
ALTER TABLE t ADD COLUMN x integer UNIQUE;
-- form alter-table-add-column-if-not-exists-existing
ALTER TABLE t ADD COLUMN IF NOT EXISTS a integer;
-- form alter-table-add-column-existing fails
ALTER TABLE t ADD COLUMN a integer;
-- form alter-table-add-column-free-domain
CREATE DOMAIN free AS integer;
ALTER TABLE t ADD COLUMN x free;
-- form alter-table-add-column-checked-domain
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
ALTER TABLE t ADD COLUMN x positive;
-- form alter-table-add-column-checked-domain-constant-default
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
ALTER TABLE t ADD COLUMN x positive DEFAULT 1;
-- form alter-table-add-column-null-default
ALTER TABLE t ADD COLUMN x integer DEFAULT NULL;
-- form alter-table-drop-column
ALTER TABLE t DROP COLUMN c;
-- form alter-table-drop-column-indexed
ALTER TABLE t DROP COLUMN n;
-- form alter-table-drop-column-if-exists-missing
ALTER TABLE t DROP COLUMN IF EXISTS missing;
-- form alter-table-set-default
ALTER TABLE t ALTER a SET DEFAULT 1;
-- form alter-table-set-default-volatile
ALTER TABLE t ALTER u SET DEFAULT gen_random_uuid();
-- form alter-table-drop-default
ALTER TABLE t ALTER b DROP DEFAULT;
-- form alter-table-set-statistics
ALTER TABLE t ALTER a SET STATISTICS 500;
-- form alter-table-set-column-options
ALTER TABLE t ALTER a SET (n_distinct = 10);
-- form alter-table-set-storage
ALTER TABLE t ALTER b SET STORAGE EXTERNAL;
-- form alter-table-set-compression
ALTER TABLE t ALTER b SET COMPRESSION pglz;
-- form alter-table-add-identity
ALTER TABLE t ALTER id ADD GENERATED BY DEFAULT AS IDENTITY;
-- form alter-table-add-identity-nullable fails
ALTER TABLE t ALTER a ADD GENERATED BY DEFAULT AS IDENTITY;
-- form alter-table-add-column-and-set-default-in-one-alter
ALTER TABLE t ADD COLUMN x uuid, ALTER x SET DEFAULT gen_random_uuid();
-- form alter-table-rename-column
ALTER TABLE t RENAME COLUMN a TO a2;
-- form alter-table-set-expression-plain-column fails
ALTER TABLE t ALTER a SET EXPRESSION AS (1);

-- Types
-- form alter-table-set-type-rewrite
ALTER TABLE t ALTER a TYPE bigint;
-- form alter-table-set-type-widen-varchar
ALTER TABLE t ALTER c TYPE varchar(20);
-- form alter-table-set-type-varchar-to-text
ALTER TABLE t ALTER c TYPE text;
-- form alter-table-set-type-same
ALTER TABLE t ALTER a TYPE integer;
-- form alter-table-set-type-narrow-varchar
ALTER TABLE t ALTER c TYPE varchar(5);
-- form alter-table-set-type-using-same-column
ALTER TABLE t ALTER c TYPE text USING c::text;
-- form alter-table-set-type-using-expression
ALTER TABLE t ALTER c TYPE text USING lower(c);
-- form alter-table-set-type-timestamptz-utc
SET timezone = 'UTC';
ALTER TABLE t ALTER at TYPE timestamptz;
-- form alter-table-set-type-timestamptz-other-zone
SET timezone = 'America/New_York';
ALTER TABLE t ALTER at TYPE timestamptz;
-- form alter-table-set-type-timestamptz-at-time-zone-utc
SET timezone = 'UTC';
ALTER TABLE t ALTER at TYPE timestamptz USING at AT TIME ZONE 'UTC';
-- form alter-table-set-type-no-cast fails
ALTER TABLE t ALTER b TYPE integer;
-- form alter-table-set-type-no-cast-with-using
ALTER TABLE t ALTER doc TYPE jsonb USING doc::jsonb;
-- form alter-table-set-type-collation
ALTER TABLE t ALTER b TYPE text COLLATE "C";
-- form alter-table-set-type-with-check
ALTER TABLE t DROP CONSTRAINT t_checked;
ALTER TABLE t ADD CONSTRAINT t_c_check CHECK (c <> '');
ALTER TABLE t ALTER c TYPE varchar(20);
-- form alter-table-set-type-default-no-cast fails
ALTER TABLE t ALTER b TYPE integer USING 1;

-- The table
-- form alter-table-rename
ALTER TABLE t RENAME TO t2;
-- form alter-table-set-schema
ALTER TABLE t SET SCHEMA elsewhere;
-- form alter-table-owner-to
ALTER TABLE t OWNER TO someone;
-- form alter-table-owner-to-same
ALTER TABLE t OWNER TO postgres;
-- form alter-table-replica-identity-full
ALTER TABLE t REPLICA IDENTITY FULL;
-- form alter-table-replica-identity-nothing
ALTER TABLE t REPLICA IDENTITY NOTHING;
-- form alter-table-replica-identity-default
ALTER TABLE t REPLICA IDENTITY FULL;
ALTER TABLE t REPLICA IDENTITY DEFAULT;
-- form alter-table-replica-identity-using-index
ALTER TABLE t ALTER n SET NOT NULL;
ALTER TABLE t REPLICA IDENTITY USING INDEX unique_index;
-- form alter-table-cluster-on
ALTER TABLE t CLUSTER ON index;
-- form alter-table-set-without-cluster
ALTER TABLE t SET WITHOUT CLUSTER;
-- form alter-table-set-fillfactor
ALTER TABLE t SET (fillfactor = 80);
-- form alter-table-set-autovacuum-enabled
ALTER TABLE t SET (autovacuum_enabled = false);
-- form alter-table-set-toast-tuple-target
ALTER TABLE t SET (toast_tuple_target = 256);
-- form alter-table-set-parallel-workers
ALTER TABLE t SET (parallel_workers = 2);
-- form alter-table-set-user-catalog-table
ALTER TABLE t SET (user_catalog_table = true);
-- form alter-table-reset-reloption
ALTER TABLE t RESET (fillfactor);
-- form alter-table-set-unlogged
ALTER TABLE t SET UNLOGGED;
-- form alter-table-set-logged-already
ALTER TABLE t SET LOGGED;
-- form alter-table-set-tablespace
ALTER TABLE t SET TABLESPACE other_space;
-- form alter-table-set-tablespace-same
ALTER TABLE t SET TABLESPACE pg_default;
-- form alter-table-set-access-method since 15
ALTER TABLE t SET ACCESS METHOD heap2;
-- form alter-table-set-access-method-same since 15
ALTER TABLE t SET ACCESS METHOD heap;
-- form alter-table-of-type
CREATE TYPE pair AS (id integer, a integer);
CREATE TABLE typed (id integer, a integer);
ALTER TABLE typed OF pair;
-- form alter-table-if-exists-missing
ALTER TABLE IF EXISTS missing ADD COLUMN x integer;
-- form drop-table
DROP TABLE t;
-- form drop-table-if-exists-missing
DROP TABLE IF EXISTS missing;
-- form truncate
TRUNCATE t;
-- form truncate-restart-identity
TRUNCATE t RESTART IDENTITY;
-- form cluster
CLUSTER t USING index;
-- form cluster-all
CLUSTER t USING index;
CLUSTER;
-- form vacuum
VACUUM (VERBOSE) t;
-- form vacuum-analyze
VACUUM (VERBOSE, ANALYZE) t;
-- form vacuum-freeze
VACUUM (VERBOSE, FREEZE) t;
-- form vacuum-full
VACUUM (FULL, VERBOSE) t;
-- form analyze
ANALYZE VERBOSE t;
-- form comment-on-table
COMMENT ON TABLE t IS 'x';
-- form comment-on-column
COMMENT ON COLUMN t.a IS 'x';
-- form comment-on-constraint
COMMENT ON CONSTRAINT t_checked ON t IS 'x';
-- form grant-on-table
GRANT SELECT ON t TO someone;
-- form revoke-on-table
REVOKE SELECT ON t FROM someone;
-- form grant-on-all-tables
GRANT SELECT ON ALL TABLES IN SCHEMA truth TO someone;
-- form create-statistics
CREATE STATISTICS s ON a, n FROM t;
-- form alter-statistics-set-statistics
ALTER STATISTICS t_statistics SET STATISTICS 500;
-- form drop-statistics
DROP STATISTICS t_statistics;
-- form security-label-missing-provider fails
SECURITY LABEL ON TABLE t IS 'x';
-- form lock-table
LOCK TABLE t;
-- form lock-table-access-share
LOCK TABLE t IN ACCESS SHARE MODE;
-- form lock-table-row-share
LOCK TABLE t IN ROW SHARE MODE;
-- form lock-table-row-exclusive
LOCK TABLE t IN ROW EXCLUSIVE MODE;
-- form lock-table-share-update-exclusive
LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE;
-- form lock-table-share
LOCK TABLE t IN SHARE MODE;
-- form lock-table-share-row-exclusive
LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE;
-- form lock-table-exclusive
LOCK TABLE t IN EXCLUSIVE MODE;
-- form do-block-alter-table
DO $$ BEGIN ALTER TABLE t ADD COLUMN x integer; END $$;

-- Rows
-- form select
SELECT count(*) FROM t;
-- form select-for-update
SELECT id FROM t FOR UPDATE;
-- form select-into
SELECT * INTO made FROM t;
-- form insert
INSERT INTO t (id, proved, unproved, drawn) VALUES (1000, 1, 1, 1);
-- form insert-on-conflict
INSERT INTO t (id, proved, unproved, drawn) VALUES (1, 1, 1, 1) ON CONFLICT (id) DO UPDATE SET a = 0;
-- form update
UPDATE t SET a = a + 1;
-- form update-one-row
UPDATE t SET a = 0 WHERE id = 1;
-- form delete
DELETE FROM t;
-- form merge since 15
MERGE INTO t USING (VALUES (1)) AS v (id) ON t.id = v.id WHEN MATCHED THEN UPDATE SET a = 0;
-- form copy-to
COPY t TO '/dev/null';
-- form copy-from
COPY t (id, proved, unproved, drawn) FROM PROGRAM 'echo 1000,1,1,1' WITH (FORMAT csv);
-- form create-table-as
CREATE TABLE made AS SELECT * FROM t;
-- form create-table-as-with-no-data
CREATE TABLE made AS SELECT * FROM t WITH NO DATA;
-- form create-materialized-view
CREATE MATERIALIZED VIEW made AS SELECT * FROM t;
-- form create-materialized-view-with-no-data
CREATE MATERIALIZED VIEW made AS SELECT * FROM t WITH NO DATA;
-- form create-view
CREATE VIEW made AS SELECT * FROM t;
-- form create-temp-table-as
CREATE TEMP TABLE made AS SELECT * FROM t;
-- form create-table-like
CREATE TABLE made (LIKE t INCLUDING ALL);

-- Triggers, rules, policies
-- form create-trigger
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION fire();
-- form create-constraint-trigger
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE CONSTRAINT TRIGGER r AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION fire();
-- form create-rule
CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
-- form create-policy
CREATE POLICY p ON t USING (a > 0);
-- form alter-table-enable-row-level-security
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
-- form alter-table-disable-row-level-security
ALTER TABLE t DISABLE ROW LEVEL SECURITY;
-- form alter-table-force-row-level-security
ALTER TABLE t FORCE ROW LEVEL SECURITY;
-- form alter-table-no-force-row-level-security
ALTER TABLE t NO FORCE ROW LEVEL SECURITY;
-- form create-publication
CREATE PUBLICATION p FOR TABLE t;
-- form create-publication-for-all-tables
CREATE PUBLICATION p FOR ALL TABLES;
-- form create-publication-for-tables-in-schema since 15
CREATE PUBLICATION p FOR TABLES IN SCHEMA truth;
-- form create-function
CREATE FUNCTION g() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t';
-- form create-function-atomic
CREATE FUNCTION g() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM t);
-- form create-sequence-owned
CREATE SEQUENCE made_sequence OWNED BY t.a;
-- form create-table
CREATE TABLE made (id integer PRIMARY KEY);
-- form create-table-if-not-exists-existing
CREATE TABLE IF NOT EXISTS t (id integer);
-- form drop-extension-cascade
ALTER TABLE t ADD COLUMN x citext;
DROP EXTENSION citext CASCADE;
-- form drop-extension-used fails
ALTER TABLE t ADD COLUMN x citext;
DROP EXTENSION citext;
-- form create-event-trigger
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER made ON ddl_command_end EXECUTE FUNCTION on_ddl();
-- form create-schema
CREATE SCHEMA made;
-- form create-extension
CREATE EXTENSION hstore;
-- form drop-schema-cascade
DROP SCHEMA truth CASCADE;
-- form alter-schema-rename
ALTER SCHEMA truth RENAME TO truth_2;
-- form drop-owned
ALTER TABLE t OWNER TO someone;
DROP OWNED BY someone;
-- form reassign-owned
ALTER TABLE t OWNER TO someone;
REASSIGN OWNED BY someone TO postgres;

-- Outside of tables
-- form alter-system
ALTER SYSTEM SET work_mem = '4MB';
-- form create-database
CREATE DATABASE made;
-- form create-tablespace
CREATE TABLESPACE made LOCATION '';

-- on indexed
-- form alter-table-set-type-rewrite-indexed
ALTER TABLE t ALTER c TYPE integer USING 1;
-- form alter-table-set-type-widen-varchar-indexed
ALTER TABLE t ALTER c TYPE varchar(20);
-- form alter-table-set-type-varchar-to-text-indexed
ALTER TABLE t ALTER c TYPE text;
-- form alter-table-set-type-text-to-varchar-indexed
ALTER TABLE t ALTER b TYPE varchar;
-- form alter-table-set-type-citext-indexed
ALTER TABLE t ALTER b TYPE citext;
-- form alter-table-set-type-timestamptz-utc-indexed
SET timezone = 'UTC';
ALTER TABLE t ALTER at TYPE timestamptz;
-- form alter-table-set-type-widen-numeric-indexed
ALTER TABLE t ALTER n TYPE numeric(12,2);
-- form alter-table-set-type-collation-indexed
ALTER TABLE t ALTER ci TYPE text COLLATE "POSIX";
-- form alter-table-set-type-expression-indexed
ALTER TABLE t ALTER e TYPE integer;
-- form alter-table-rename-column-indexed
ALTER TABLE t RENAME COLUMN c TO c2;

-- on keyless
-- form alter-table-add-primary-key
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (id);
-- form alter-table-add-primary-key-nullable
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (maybe);
-- form alter-table-add-primary-key-proved
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (proved);
-- form alter-table-add-primary-key-using-index
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX unique_index;
-- form alter-table-add-primary-key-using-index-nullable
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX nullable_index;
-- form alter-table-add-primary-key-using-index-proved
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX proved_index;
-- form alter-table-add-primary-key-without-overlaps since 18
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (id, period WITHOUT OVERLAPS);
-- form alter-table-add-column-primary-key-identity
ALTER TABLE t ADD COLUMN x bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY;
-- form alter-table-add-column-primary-key-serial
ALTER TABLE t ADD COLUMN x bigserial PRIMARY KEY;
-- form alter-table-add-column-primary-key-volatile-default
ALTER TABLE t ADD COLUMN x uuid PRIMARY KEY DEFAULT gen_random_uuid();
-- form alter-table-add-exclude-gist
ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (period WITH &&);
-- form create-index-gist
CREATE INDEX i ON t USING gist (period);

-- on unlinked
-- form alter-table-add-foreign-key
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (ref) REFERENCES referenced;
-- form alter-table-add-foreign-key-not-valid
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (ref) REFERENCES referenced NOT VALID;
-- form alter-table-add-foreign-key-not-enforced since 18
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (ref) REFERENCES referenced NOT ENFORCED;
-- form alter-table-add-foreign-key-not-valid-and-validate-in-one-transaction together
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (ref) REFERENCES referenced NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT k;
-- form alter-table-add-foreign-key-to-self
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (ref) REFERENCES t;
-- form alter-table-add-column-references
ALTER TABLE t ADD COLUMN x integer REFERENCES referenced;
-- form alter-table-add-column-references-constant-default
ALTER TABLE t ADD COLUMN x integer DEFAULT 1 REFERENCES referenced;
-- form alter-table-add-column-and-foreign-key-not-valid-in-one-alter
ALTER TABLE t ADD COLUMN x integer DEFAULT 1, ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES referenced NOT VALID;
-- form alter-table-add-foreign-key-without-unique fails
ALTER TABLE referenced DROP CONSTRAINT referenced_code_key;
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (ref) REFERENCES referenced (code);

-- on not_valid
-- form alter-table-validate-foreign-key
ALTER TABLE t VALIDATE CONSTRAINT t_fk;
-- form alter-table-validate-foreign-key-and-check-in-one-alter
ALTER TABLE t VALIDATE CONSTRAINT t_fk, VALIDATE CONSTRAINT t_check;
-- form alter-table-alter-foreign-key-enforced since 18
ALTER TABLE t DROP CONSTRAINT t_fk;
ALTER TABLE t ADD CONSTRAINT t_fk FOREIGN KEY (ref) REFERENCES referenced NOT ENFORCED;
ALTER TABLE t ALTER CONSTRAINT t_fk ENFORCED;

-- on linked
-- form alter-table-drop-foreign-key
ALTER TABLE t DROP CONSTRAINT t_ref_fkey;
-- form alter-table-alter-foreign-key-deferrable
ALTER TABLE t ALTER CONSTRAINT t_ref_fkey DEFERRABLE INITIALLY DEFERRED;
-- form alter-table-alter-foreign-key-not-enforced since 18
ALTER TABLE t ALTER CONSTRAINT t_ref_fkey NOT ENFORCED;
-- form alter-table-rename-foreign-key
ALTER TABLE t RENAME CONSTRAINT t_ref_fkey TO renamed;
-- form alter-table-drop-column-foreign-key
ALTER TABLE t DROP COLUMN ref;
-- form alter-table-drop-primary-key-referenced fails
ALTER TABLE t DROP CONSTRAINT t_pkey;
-- form alter-table-drop-primary-key-cascade
ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE;
-- form alter-table-drop-column-referenced fails
ALTER TABLE t DROP COLUMN id;
-- form alter-table-drop-column-referenced-cascade
ALTER TABLE t DROP COLUMN id CASCADE;
-- form alter-table-set-type-foreign-key-same
ALTER TABLE t ALTER ref TYPE integer;
-- form alter-table-set-type-foreign-key-rewrite
ALTER TABLE t ALTER ref TYPE bigint;
-- form alter-table-set-type-referenced-same
ALTER TABLE t ALTER id TYPE integer;
-- form alter-table-set-type-referenced-rewrite
ALTER TABLE t ALTER id TYPE bigint;
-- form alter-table-set-type-linked-other-column
ALTER TABLE t ALTER code TYPE bigint;
-- form alter-table-add-column-linked
ALTER TABLE t ADD COLUMN x integer;
-- form alter-table-add-column-volatile-default-linked
ALTER TABLE t ADD COLUMN x uuid DEFAULT gen_random_uuid();
-- form alter-table-rename-linked
ALTER TABLE t RENAME TO t2;
-- form alter-table-rename-column-foreign-key
ALTER TABLE t RENAME COLUMN ref TO ref2;
-- form alter-table-set-unlogged-linked fails
ALTER TABLE t SET UNLOGGED;
-- form drop-table-foreign-key
DROP TABLE referencing;
-- form drop-table-referenced fails
DROP TABLE t;
-- form drop-table-referenced-cascade
DROP TABLE t CASCADE;
-- form truncate-referenced fails
TRUNCATE t;
-- form truncate-cascade
TRUNCATE t CASCADE;
-- form truncate-referencing
TRUNCATE referencing;
-- form alter-table-disable-trigger-all
ALTER TABLE t DISABLE TRIGGER ALL;
-- form insert-foreign-key
INSERT INTO t VALUES (1000, 1);
-- form update-foreign-key
UPDATE t SET ref = 2;
-- form update-referenced-key
UPDATE referenced SET id = id WHERE id = 1;
-- form delete-referenced-rows
DELETE FROM referencing;
DELETE FROM t;
-- form delete-linked
DELETE FROM referencing;
-- form vacuum-full-linked
VACUUM (FULL) t;

-- on empty
-- form create-table-references
CREATE TABLE made (id integer PRIMARY KEY, ref integer REFERENCES referenced);
-- form create-table-references-two
CREATE TABLE made (ref integer REFERENCES referenced, other integer REFERENCES other_referenced);
-- form create-temp-table
CREATE TEMP TABLE made (id integer);
-- form create-or-replace-function
CREATE OR REPLACE FUNCTION f(x integer) RETURNS integer LANGUAGE sql AS 'SELECT x + 1';
-- form create-or-replace-function-return-type fails
CREATE OR REPLACE FUNCTION f(x integer) RETURNS text LANGUAGE sql AS 'SELECT 1::text';
-- form create-or-replace-function-argument-name fails
CREATE OR REPLACE FUNCTION f(y integer) RETURNS integer LANGUAGE sql AS 'SELECT y';
-- form create-or-replace-function-overload
CREATE OR REPLACE FUNCTION f(x integer, y integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT x';
-- form call-ambiguous-function fails
CREATE OR REPLACE FUNCTION f(x integer, y integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT x';
SELECT f(1);
-- form drop-function
DROP FUNCTION f;
-- form alter-default-privileges
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO someone;

-- on partitioned
-- form create-index-partitioned
CREATE INDEX i ON t (b);
-- form create-index-on-only-partitioned
CREATE INDEX i ON ONLY t (b);
-- form create-index-concurrently-partitioned fails
CREATE INDEX CONCURRENTLY i ON t (b);
-- form create-index-concurrently-on-only-partitioned fails
CREATE INDEX CONCURRENTLY i ON ONLY t (b);
-- form alter-index-attach-partition
CREATE INDEX new_index ON ONLY t (b);
CREATE INDEX leaf_index ON partition (b);
ALTER INDEX new_index ATTACH PARTITION leaf_index;
-- form drop-index-partitioned
DROP INDEX index;
-- form drop-index-concurrently-partitioned fails
DROP INDEX CONCURRENTLY index;
-- form reindex-index-partitioned
REINDEX INDEX index;
-- form reindex-table-partitioned
REINDEX TABLE t;
-- form reindex-table-concurrently-partitioned
REINDEX TABLE CONCURRENTLY t;
-- form alter-table-add-unique-partitioned
ALTER TABLE t ADD CONSTRAINT uk UNIQUE (k);
-- form alter-table-add-unique-partitioned-without-key fails
ALTER TABLE t ADD CONSTRAINT uk UNIQUE (a);
-- form alter-table-add-unique-using-index-partitioned fails
CREATE UNIQUE INDEX ui ON t (k);
ALTER TABLE t ADD CONSTRAINT uk UNIQUE USING INDEX ui;
-- form alter-table-add-primary-key-partitioned
ALTER TABLE t ADD PRIMARY KEY (k);
-- form alter-table-add-exclude-partitioned since 17
ALTER TABLE t ADD CONSTRAINT e EXCLUDE USING btree (k WITH =);
-- form alter-table-add-check-partitioned
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
-- form alter-table-add-check-not-valid-partitioned
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
-- form alter-table-add-check-on-only-partitioned fails
ALTER TABLE ONLY t ADD CONSTRAINT c CHECK (a > 0);
-- form alter-table-validate-check-partitioned
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT c;
-- form alter-table-add-foreign-key-partitioned
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES referenced;
-- form alter-table-add-foreign-key-not-valid-partitioned since 18
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES referenced NOT VALID;
-- form alter-table-validate-foreign-key-partitioned since 18
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES referenced NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT f;
-- form alter-table-add-foreign-key-partitioned-children-linked
ALTER TABLE partition ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES referenced;
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES referenced;
-- form alter-table-set-not-null-partitioned
ALTER TABLE t ALTER a SET NOT NULL;
-- form alter-table-set-not-null-on-only-partitioned fails
ALTER TABLE ONLY t ALTER a SET NOT NULL;
-- form alter-table-add-column-partitioned
ALTER TABLE t ADD COLUMN x integer;
-- form alter-table-add-column-volatile-default-partitioned
ALTER TABLE t ADD COLUMN x uuid DEFAULT gen_random_uuid();
-- form alter-table-add-column-identity-partitioned since 17
ALTER TABLE t ADD COLUMN x bigint GENERATED ALWAYS AS IDENTITY;
-- form alter-table-drop-column-partitioned
ALTER TABLE t DROP COLUMN b;
-- form alter-table-set-type-rewrite-partitioned
ALTER TABLE t ALTER b TYPE integer USING 1;
-- form alter-table-set-type-partition-key fails
ALTER TABLE t ALTER k TYPE bigint;
-- form alter-table-set-default-partitioned
ALTER TABLE t ALTER a SET DEFAULT 1;
-- form alter-table-rename-partitioned
ALTER TABLE t RENAME TO t2;
-- form alter-table-rename-column-partitioned
ALTER TABLE t RENAME COLUMN a TO a2;
-- form alter-table-owner-to-partitioned
ALTER TABLE t OWNER TO someone;
-- form alter-table-set-schema-partitioned
ALTER TABLE t SET SCHEMA elsewhere;
-- form alter-table-set-statistics-partitioned
ALTER TABLE t ALTER a SET STATISTICS 500;
-- form alter-table-set-reloption-partitioned fails
ALTER TABLE t SET (fillfactor = 80);
-- form alter-table-set-unlogged-partitioned until 17
ALTER TABLE t SET UNLOGGED;
-- form alter-table-set-tablespace-partitioned
ALTER TABLE t SET TABLESPACE other_space;
-- form alter-table-replica-identity-full-partitioned
ALTER TABLE t REPLICA IDENTITY FULL;
-- form alter-table-enable-row-level-security-partitioned
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
-- form create-policy-partitioned
CREATE POLICY p ON t USING (a > 0);
-- form create-trigger-partitioned
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION fire();
-- form drop-trigger-partitioned
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION fire();
DROP TRIGGER r ON t;
-- form comment-on-table-partitioned
COMMENT ON TABLE t IS 'x';
-- form truncate-partitioned
TRUNCATE t;
-- form drop-table-partitioned
DROP TABLE t;
-- form analyze-partitioned
ANALYZE VERBOSE t;
-- form vacuum-partitioned
VACUUM (VERBOSE) t;
-- form vacuum-full-partitioned
VACUUM (FULL, VERBOSE) t;
-- form cluster-partitioned since 15
CLUSTER t USING index;
-- form select-partitioned
SELECT count(*) FROM t;
-- form select-partitioned-by-key
SELECT count(*) FROM t WHERE k = 1;
-- form insert-partitioned
INSERT INTO t VALUES (1, 1, 1, 'b');
-- form update-partitioned
UPDATE t SET a = a + 1;
-- form lock-table-partitioned
LOCK TABLE t;
-- form grant-on-table-partitioned
GRANT SELECT ON t TO someone;
-- form create-table-partition-of
CREATE TABLE made PARTITION OF t FOR VALUES FROM (1000) TO (2000);
-- form create-table-partition-of-default
CREATE TABLE made PARTITION OF t DEFAULT;
-- form alter-table-attach-partition
ALTER TABLE t ATTACH PARTITION attached FOR VALUES FROM (1000) TO (2000);
-- form alter-table-attach-partition-proved
ALTER TABLE attached ADD CHECK (k IS NOT NULL AND k >= 1000 AND k < 2000);
ALTER TABLE t ATTACH PARTITION attached FOR VALUES FROM (1000) TO (2000);
-- form alter-table-attach-partition-unvalidated-check
ALTER TABLE attached ADD CHECK (k IS NOT NULL AND k >= 1000 AND k < 2000) NOT VALID;
ALTER TABLE t ATTACH PARTITION attached FOR VALUES FROM (1000) TO (2000);
-- form alter-table-attach-partition-without-index
DROP INDEX attached_a_idx;
ALTER TABLE attached ADD CHECK (k IS NOT NULL AND k >= 1000 AND k < 2000);
ALTER TABLE t ATTACH PARTITION attached FOR VALUES FROM (1000) TO (2000);
-- form alter-table-attach-partition-as-default
ALTER TABLE t ATTACH PARTITION attached DEFAULT;
-- form alter-table-detach-partition
ALTER TABLE t DETACH PARTITION partition;
-- form alter-table-detach-partition-concurrently
ALTER TABLE t DETACH PARTITION partition CONCURRENTLY;
-- form alter-table-detach-partition-finalize
UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'partition'::regclass;
ALTER TABLE t DETACH PARTITION partition FINALIZE;
-- form alter-table-detach-partition-finalize-nothing-pending fails
ALTER TABLE t DETACH PARTITION partition FINALIZE;
-- form alter-table-add-column-constant-default-partitioned
ALTER TABLE t ADD COLUMN x integer DEFAULT 1;
-- form alter-table-add-column-serial-partitioned
ALTER TABLE t ADD COLUMN x bigserial;
-- form alter-table-add-column-stored-partitioned
ALTER TABLE t ADD COLUMN x integer GENERATED ALWAYS AS (a + 1) STORED;
-- form alter-table-add-column-check-partitioned
ALTER TABLE t ADD COLUMN x integer CHECK (x > 0);
-- form alter-table-add-column-references-partitioned
ALTER TABLE t ADD COLUMN x integer REFERENCES referenced;
-- form alter-table-drop-check-partitioned
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
ALTER TABLE t DROP CONSTRAINT c;
-- form alter-table-drop-unique-partitioned
ALTER TABLE t ADD CONSTRAINT uk UNIQUE (k);
ALTER TABLE t DROP CONSTRAINT uk;
-- form alter-table-rename-constraint-partitioned
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
ALTER TABLE t RENAME CONSTRAINT c TO c2;
-- form alter-table-drop-not-null-partitioned
ALTER TABLE t ALTER a SET NOT NULL;
ALTER TABLE t ALTER a DROP NOT NULL;
-- form alter-table-drop-default-partitioned
ALTER TABLE t ALTER a DROP DEFAULT;
-- form alter-table-set-storage-partitioned
ALTER TABLE t ALTER b SET STORAGE EXTERNAL;
-- form alter-table-set-compression-partitioned
ALTER TABLE t ALTER b SET COMPRESSION pglz;
-- form alter-table-set-column-options-partitioned
ALTER TABLE t ALTER a SET (n_distinct = 10);
-- form alter-table-set-type-same-partitioned
ALTER TABLE t ALTER b TYPE varchar;
-- form alter-table-set-type-indexed-rewrite-partitioned
ALTER TABLE t ALTER a TYPE bigint;
-- form alter-table-disable-trigger-all-partitioned
ALTER TABLE t DISABLE TRIGGER ALL;
-- form alter-table-disable-trigger-partitioned
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION fire();
ALTER TABLE t DISABLE TRIGGER r;
-- form alter-table-force-row-level-security-partitioned
ALTER TABLE t FORCE ROW LEVEL SECURITY;
-- form drop-policy-partitioned
CREATE POLICY p ON t USING (a > 0);
DROP POLICY p ON t;
-- form create-rule-partitioned
CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
-- form create-statistics-partitioned
CREATE STATISTICS s ON a, k FROM t;
-- form comment-on-column-partitioned
COMMENT ON COLUMN t.a IS 'x';
-- form alter-index-rename-partitioned
ALTER INDEX index RENAME TO renamed_index;
-- form delete-partitioned
DELETE FROM t;
-- form create-view-partitioned
CREATE VIEW made AS SELECT * FROM t;
-- form alter-table-inherit-partitioned fails
CREATE TABLE made (LIKE t);
ALTER TABLE made INHERIT t;
-- form alter-table-set-access-method-partitioned since 17
ALTER TABLE t SET ACCESS METHOD heap2;
-- form alter-table-cluster-on-partitioned fails
ALTER TABLE t CLUSTER ON index;
-- form create-publication-partitioned
CREATE PUBLICATION p FOR TABLE t;

-- on partitioned_default
-- form create-table-partition-of-with-default
CREATE TABLE made PARTITION OF t FOR VALUES FROM (1000) TO (2000);
-- form create-table-partition-of-with-default-proved
ALTER TABLE default_partition ADD CHECK (k IS NOT NULL AND NOT (k >= 1000 AND k < 2000));
CREATE TABLE made PARTITION OF t FOR VALUES FROM (1000) TO (2000);
-- form alter-table-attach-partition-with-default
ALTER TABLE t ATTACH PARTITION attached FOR VALUES FROM (1000) TO (2000);
-- form alter-table-attach-partition-with-default-proved
ALTER TABLE attached ADD CHECK (k IS NOT NULL AND k >= 1000 AND k < 2000);
ALTER TABLE t ATTACH PARTITION attached FOR VALUES FROM (1000) TO (2000);
-- form alter-table-attach-partition-with-default-both-proved
ALTER TABLE attached ADD CHECK (k IS NOT NULL AND k >= 1000 AND k < 2000);
ALTER TABLE default_partition ADD CHECK (k IS NOT NULL AND NOT (k >= 1000 AND k < 2000));
ALTER TABLE t ATTACH PARTITION attached FOR VALUES FROM (1000) TO (2000);
-- form alter-table-detach-partition-with-default
ALTER TABLE t DETACH PARTITION partition;
-- form alter-table-detach-partition-concurrently-with-default fails
ALTER TABLE t DETACH PARTITION partition CONCURRENTLY;
-- form alter-table-detach-default-partition
ALTER TABLE t DETACH PARTITION default_partition;
-- form alter-table-detach-default-partition-concurrently fails
ALTER TABLE t DETACH PARTITION default_partition CONCURRENTLY;
-- form alter-table-add-column-partitioned-default
ALTER TABLE t ADD COLUMN x integer;
-- form create-index-partitioned-default
CREATE INDEX i ON t (b);

-- on partitioned_linked
-- form alter-table-attach-partition-linked
ALTER TABLE t ATTACH PARTITION attached FOR VALUES FROM (1000) TO (2000);
-- form alter-table-attach-partition-linked-with-foreign-key
ALTER TABLE attached ADD CONSTRAINT f FOREIGN KEY (ref) REFERENCES referenced;
ALTER TABLE t ATTACH PARTITION attached FOR VALUES FROM (1000) TO (2000);
-- form create-table-partition-of-linked
CREATE TABLE made PARTITION OF t FOR VALUES FROM (1000) TO (2000);
-- form alter-table-detach-partition-referenced fails
ALTER TABLE t DETACH PARTITION partition;
-- form alter-table-detach-partition-linked
ALTER TABLE referencing DROP CONSTRAINT referencing_fkey;
ALTER TABLE t DETACH PARTITION partition;
-- form alter-table-detach-partition-concurrently-linked
ALTER TABLE referencing DROP CONSTRAINT referencing_fkey;
ALTER TABLE t DETACH PARTITION partition CONCURRENTLY;
-- form alter-table-drop-foreign-key-partitioned
ALTER TABLE t DROP CONSTRAINT t_ref_fkey;
-- form alter-table-drop-foreign-key-to-partitioned
ALTER TABLE referencing DROP CONSTRAINT referencing_fkey;
-- form alter-table-add-foreign-key-to-partitioned
ALTER TABLE referencing DROP CONSTRAINT referencing_fkey;
ALTER TABLE referencing ADD CONSTRAINT f FOREIGN KEY (t_id, t_k) REFERENCES t (id, k);
-- form alter-table-add-foreign-key-to-partitioned-not-valid
ALTER TABLE referencing DROP CONSTRAINT referencing_fkey;
ALTER TABLE referencing ADD CONSTRAINT f FOREIGN KEY (t_id, t_k) REFERENCES t (id, k) NOT VALID;
-- form drop-table-partitioned-linked
ALTER TABLE referencing DROP CONSTRAINT referencing_fkey;
DROP TABLE t;

-- on leaf
-- form drop-table-of-partition
DROP TABLE t;
-- form truncate-of-partition
TRUNCATE t;
-- form alter-table-add-check-of-partition
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
-- form alter-table-add-column-of-partition fails
ALTER TABLE t ADD COLUMN x integer;
-- form alter-table-set-not-null-of-partition
ALTER TABLE t ALTER a SET NOT NULL;
-- form alter-table-set-default-of-partition
ALTER TABLE t ALTER a SET DEFAULT 1;
-- form alter-table-rename-of-partition
ALTER TABLE t RENAME TO t2;
-- form alter-table-owner-to-of-partition
ALTER TABLE t OWNER TO someone;
-- form alter-table-set-schema-of-partition
ALTER TABLE t SET SCHEMA elsewhere;
-- form create-index-of-partition
CREATE INDEX i ON t (k);
-- form create-index-concurrently-of-partition
CREATE INDEX CONCURRENTLY i ON t (k);
-- form drop-index-of-partition
DROP INDEX index;
-- form reindex-table-of-partition
REINDEX TABLE t;
-- form alter-index-attach-partition-of-leaf
ALTER INDEX parent_index ATTACH PARTITION index;
-- form drop-index-attached-of-partition fails
ALTER INDEX parent_index ATTACH PARTITION index;
DROP INDEX index;
-- form insert-of-partition
INSERT INTO t VALUES (1, 1, 1);
-- form vacuum-full-of-partition
VACUUM (FULL) t;
-- form alter-table-set-type-of-partition fails
ALTER TABLE t ALTER a TYPE bigint;

-- on inheritance
-- form alter-table-inherit
ALTER TABLE other_child INHERIT t;
-- form alter-table-no-inherit
ALTER TABLE child NO INHERIT t;
-- form alter-table-add-column-inherited
ALTER TABLE t ADD COLUMN x integer;
-- form alter-table-add-column-volatile-default-inherited
ALTER TABLE t ADD COLUMN x uuid DEFAULT gen_random_uuid();
-- form alter-table-add-column-on-only-inherited fails
ALTER TABLE ONLY t ADD COLUMN x integer;
-- form alter-table-add-check-inherited
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
-- form alter-table-validate-check-inherited
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT c;
-- form alter-table-drop-column-inherited
ALTER TABLE t DROP COLUMN a;
-- form alter-table-rename-column-inherited
ALTER TABLE t RENAME COLUMN a TO a2;
-- form alter-table-set-type-rewrite-inherited
ALTER TABLE t ALTER a TYPE bigint;
-- form alter-table-add-column-constant-default-inherited
ALTER TABLE t ADD COLUMN x integer DEFAULT 1;
-- form alter-table-add-check-not-valid-inherited
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
-- form alter-table-add-check-no-inherit-inherited
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NO INHERIT;
-- form alter-table-drop-check-inherited
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
ALTER TABLE t DROP CONSTRAINT c;
-- form alter-table-set-not-null-inherited
ALTER TABLE t ALTER a SET NOT NULL;
-- form alter-table-set-default-inherited
ALTER TABLE t ALTER a SET DEFAULT 1;
-- form alter-table-add-foreign-key-inherited
CREATE TABLE referenced (id integer PRIMARY KEY);
INSERT INTO referenced SELECT g FROM generate_series(1, 100) g;
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES referenced;
-- form alter-table-owner-to-inherited
ALTER TABLE t OWNER TO someone;
-- form alter-table-rename-inherited
ALTER TABLE t RENAME TO t2;
-- form alter-table-set-statistics-inherited
ALTER TABLE t ALTER a SET STATISTICS 500;
-- form alter-table-set-fillfactor-inherited
ALTER TABLE t SET (fillfactor = 80);
-- form alter-table-enable-row-level-security-inherited
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
-- form create-trigger-inherited
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION fire();
-- form select-inherited
SELECT count(*) FROM t;
-- form analyze-inherited
ANALYZE VERBOSE t;
-- form lock-table-inherited
LOCK TABLE t;
-- form create-index-inherited
CREATE INDEX i ON t (a);
-- form create-table-inherits
CREATE TABLE made () INHERITS (t);
-- form drop-table-inherited fails
DROP TABLE t;
-- form drop-table-inherited-cascade
DROP TABLE t CASCADE;
-- form truncate-inherited
TRUNCATE t;
-- form truncate-only-inherited
TRUNCATE ONLY t;
-- form update-inherited
UPDATE t SET a = 1;

-- on dependents
-- form create-or-replace-view
CREATE OR REPLACE VIEW view AS SELECT id, viewed FROM t WHERE id > 0;
-- form create-or-replace-view-add-column
CREATE OR REPLACE VIEW view AS SELECT id, viewed, free FROM t;
-- form create-or-replace-view-drop-column fails
CREATE OR REPLACE VIEW view AS SELECT id FROM t;
-- form drop-view
DROP VIEW view;
-- form alter-view-rename
ALTER VIEW view RENAME TO v2;
-- form alter-view-rename-column
ALTER VIEW view RENAME COLUMN viewed TO seen;
-- form alter-view-set-option
ALTER VIEW view SET (security_barrier = true);
-- form alter-view-set-security-invoker since 15
ALTER VIEW view SET (security_invoker = true);
-- form alter-view-owner-to
ALTER VIEW view OWNER TO someone;
-- form alter-view-set-schema
ALTER VIEW view SET SCHEMA elsewhere;
-- form alter-view-set-default
ALTER VIEW view ALTER viewed SET DEFAULT 1;
-- form comment-on-view
COMMENT ON VIEW view IS 'x';
-- form refresh-materialized-view
REFRESH MATERIALIZED VIEW matview;
-- form refresh-materialized-view-concurrently
REFRESH MATERIALIZED VIEW CONCURRENTLY matview;
-- form refresh-materialized-view-concurrently-without-unique-index fails
DROP INDEX matview_index;
REFRESH MATERIALIZED VIEW CONCURRENTLY matview;
-- form refresh-materialized-view-with-no-data
REFRESH MATERIALIZED VIEW matview WITH NO DATA;
-- form drop-materialized-view
DROP MATERIALIZED VIEW matview;
-- form alter-materialized-view-rename
ALTER MATERIALIZED VIEW matview RENAME TO m2;
-- form alter-materialized-view-set-schema
ALTER MATERIALIZED VIEW matview SET SCHEMA elsewhere;
-- form alter-materialized-view-set-reloption
ALTER MATERIALIZED VIEW matview SET (fillfactor = 80);
-- form create-index-on-materialized-view
CREATE INDEX i ON matview (viewed);
-- form create-index-concurrently-on-materialized-view
CREATE INDEX CONCURRENTLY i ON matview (viewed);
-- form select-view
SELECT count(*) FROM view;
-- form alter-table-drop-column-viewed fails
ALTER TABLE t DROP COLUMN viewed;
-- form alter-table-drop-column-viewed-cascade
ALTER TABLE t DROP COLUMN viewed CASCADE;
-- form alter-table-set-type-viewed fails
ALTER TABLE t ALTER viewed TYPE bigint;
-- form alter-table-set-type-ruled fails
ALTER TABLE t ALTER ruled TYPE bigint;
-- form alter-table-set-type-guarded fails
ALTER TABLE t ALTER guarded TYPE bigint;
-- form alter-table-set-type-fired fails
ALTER TABLE t ALTER fired TYPE bigint;
-- form alter-table-set-type-generated-source fails
ALTER TABLE t ALTER source TYPE bigint;
-- form alter-table-set-type-published since 15 fails
CREATE PUBLICATION p FOR TABLE t WHERE (published > 0);
ALTER TABLE t ALTER published TYPE bigint;
-- form alter-table-set-type-free
ALTER TABLE t ALTER free TYPE bigint;
-- form alter-table-rename-viewed
ALTER TABLE t RENAME TO t2;
-- form alter-table-rename-column-viewed
ALTER TABLE t RENAME COLUMN viewed TO seen;
-- form alter-table-drop-expression
ALTER TABLE t ALTER derived DROP EXPRESSION;
-- form alter-table-set-expression since 17
ALTER TABLE t ALTER derived SET EXPRESSION AS (source + 2);
-- form alter-table-set-expression-virtual since 18
ALTER TABLE t ADD COLUMN x integer GENERATED ALWAYS AS (free + 1) VIRTUAL;
ALTER TABLE t ALTER x SET EXPRESSION AS (free + 2);
-- form drop-table-viewed fails
DROP TABLE t;
-- form drop-table-viewed-cascade
DROP TABLE t CASCADE;
-- form drop-view-cascade
DROP VIEW view CASCADE;
-- form create-or-replace-function-used-by-trigger
CREATE OR REPLACE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$;
-- form alter-table-add-column-viewed
ALTER TABLE t ADD COLUMN x integer;
-- form alter-table-set-not-null-viewed
ALTER TABLE t ALTER viewed SET NOT NULL;
-- form alter-table-drop-column-guarded fails
ALTER TABLE t DROP COLUMN guarded;
-- form alter-table-drop-column-fired fails
ALTER TABLE t DROP COLUMN fired;
-- form alter-table-drop-column-generated-source until 14
ALTER TABLE t DROP COLUMN source;
-- form lock-view
LOCK TABLE view;
-- form create-or-replace-trigger
CREATE OR REPLACE TRIGGER t_trigger BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION fire();
-- form create-trigger-on-view
CREATE TRIGGER v_trigger INSTEAD OF UPDATE ON view FOR EACH ROW EXECUTE FUNCTION fire();
-- form drop-trigger
DROP TRIGGER t_trigger ON t;
-- form alter-trigger-rename
ALTER TRIGGER t_trigger ON t RENAME TO r2;
-- form alter-table-enable-trigger
ALTER TABLE t ENABLE TRIGGER t_trigger;
-- form alter-table-disable-trigger
ALTER TABLE t DISABLE TRIGGER t_trigger;
-- form alter-table-disable-trigger-user
ALTER TABLE t DISABLE TRIGGER USER;
-- form alter-table-enable-always-trigger
ALTER TABLE t ENABLE ALWAYS TRIGGER t_trigger;
-- form drop-function-used-by-trigger fails
DROP FUNCTION fire;
-- form drop-function-cascade-trigger
DROP FUNCTION fire CASCADE;
-- form drop-rule
DROP RULE t_rule ON t;
-- form alter-rule-rename
ALTER RULE t_rule ON t RENAME TO r2;
-- form alter-table-enable-rule
ALTER TABLE t ENABLE RULE t_rule;
-- form alter-table-disable-rule
ALTER TABLE t DISABLE RULE t_rule;
-- form alter-policy
ALTER POLICY t_policy ON t USING (guarded > 1);
-- form alter-policy-rename
ALTER POLICY t_policy ON t RENAME TO p2;
-- form drop-policy
DROP POLICY t_policy ON t;
-- form drop-policy-if-exists-missing
DROP POLICY IF EXISTS missing ON t;
-- form comment-on-trigger
COMMENT ON TRIGGER t_trigger ON t IS 'x';
-- form comment-on-policy
COMMENT ON POLICY t_policy ON t IS 'x';

-- on sequences
-- form alter-sequence
ALTER SEQUENCE sequence INCREMENT 2;
-- form alter-sequence-restart
ALTER SEQUENCE sequence RESTART;
-- form alter-sequence-owned-by
ALTER SEQUENCE sequence OWNED BY NONE;
-- form alter-sequence-rename
ALTER SEQUENCE sequence RENAME TO s2;
-- form alter-sequence-owner-to
ALTER SEQUENCE sequence OWNED BY NONE;
ALTER SEQUENCE sequence OWNER TO someone;
-- form alter-sequence-set-schema
ALTER SEQUENCE sequence OWNED BY NONE;
ALTER SEQUENCE sequence SET SCHEMA elsewhere;
-- form alter-sequence-set-logged since 15
ALTER SEQUENCE sequence SET UNLOGGED;
-- form drop-sequence-used fails
DROP SEQUENCE sequence;
-- form drop-sequence-cascade
DROP SEQUENCE sequence CASCADE;
-- form setval
SELECT setval('sequence', 100);
-- form nextval
SELECT nextval('sequence');
-- form grant-on-sequence
GRANT USAGE ON sequence TO someone;
-- form comment-on-sequence
COMMENT ON SEQUENCE sequence IS 'x';
-- form alter-table-set-schema-with-sequence
ALTER TABLE t SET SCHEMA elsewhere;
-- form alter-table-owner-to-with-sequence
ALTER TABLE t OWNER TO someone;
-- form drop-table-with-sequence
DROP TABLE t;
-- form truncate-restart-identity-with-sequence
TRUNCATE t RESTART IDENTITY;
-- form alter-table-set-generated
ALTER TABLE t ALTER id SET GENERATED ALWAYS;
-- form alter-table-set-identity-restart
ALTER TABLE t ALTER id RESTART WITH 1000;
-- form alter-table-drop-identity
ALTER TABLE t ALTER id DROP IDENTITY;
-- form alter-table-set-type-identity
ALTER TABLE t ALTER id TYPE bigint;
-- form alter-table-add-identity-not-null
ALTER TABLE t ALTER plain ADD GENERATED ALWAYS AS IDENTITY;
-- form alter-table-drop-column-with-sequence
ALTER TABLE t DROP COLUMN n;
-- form alter-table-set-unlogged-with-sequence
ALTER TABLE t SET UNLOGGED;

-- on types
-- form create-type-enum
CREATE TYPE e AS ENUM ('a');
-- form alter-type-add-value
ALTER TYPE mood ADD VALUE 'happy';
-- form alter-type-add-value-if-not-exists-existing
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok';
-- form alter-type-add-value-used-in-one-transaction fails together
ALTER TYPE mood ADD VALUE 'happy';
INSERT INTO t (id, m) VALUES (1000, 'happy');
-- form create-type-enum-used-in-one-transaction together
CREATE TYPE e AS ENUM ('a');
CREATE TABLE made (v e DEFAULT 'a');
-- form alter-type-new-type-add-value-used-in-one-transaction since 17 together
CREATE TYPE e AS ENUM ('a');
ALTER TYPE e ADD VALUE 'b';
SELECT 'b'::e;
-- form alter-type-rename-value
ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';
-- form alter-type-rename
ALTER TYPE mood RENAME TO mood2;
-- form alter-type-owner-to
ALTER TYPE mood OWNER TO someone;
-- form alter-type-set-schema
ALTER TYPE mood SET SCHEMA elsewhere;
-- form drop-type-used fails
DROP TYPE mood;
-- form drop-type-cascade
DROP TYPE mood CASCADE;
-- form alter-type-add-attribute
CREATE TYPE unused_pair AS (x integer);
ALTER TYPE unused_pair ADD ATTRIBUTE z integer;
-- form alter-type-add-attribute-used
ALTER TYPE pair ADD ATTRIBUTE z integer;
-- form alter-type-alter-attribute-type-used fails
ALTER TYPE pair ALTER ATTRIBUTE x TYPE bigint;
-- form alter-domain-add-constraint
ALTER DOMAIN free ADD CONSTRAINT k CHECK (VALUE > 0);
-- form alter-domain-add-constraint-not-valid
ALTER DOMAIN free ADD CONSTRAINT k CHECK (VALUE > 0) NOT VALID;
-- form alter-domain-validate-constraint
ALTER DOMAIN unproved VALIDATE CONSTRAINT unproved_check;
-- form alter-domain-set-not-null
ALTER DOMAIN free SET NOT NULL;
-- form alter-domain-add-not-null-constraint since 17
ALTER DOMAIN free ADD CONSTRAINT nn NOT NULL;
-- form alter-domain-drop-not-null
ALTER DOMAIN free DROP NOT NULL;
-- form alter-domain-drop-constraint
ALTER DOMAIN positive DROP CONSTRAINT positive_check;
-- form alter-domain-set-default
ALTER DOMAIN free SET DEFAULT 1;
-- form alter-domain-rename
ALTER DOMAIN free RENAME TO freer;
-- form alter-domain-rename-constraint
ALTER DOMAIN positive RENAME CONSTRAINT positive_check TO k;
-- form drop-domain-used fails
DROP DOMAIN free;
-- form drop-domain-cascade
DROP DOMAIN free CASCADE;
-- form create-domain
CREATE DOMAIN made AS integer CHECK (VALUE > 0);
-- form alter-table-set-type-to-free-domain
ALTER TABLE t ALTER plain TYPE free;
-- form alter-table-set-type-to-checked-domain
ALTER TABLE t ALTER plain TYPE positive;
-- form alter-table-set-type-from-checked-domain
ALTER TABLE t ALTER d TYPE integer;
-- form alter-table-set-type-from-free-domain
ALTER TABLE t ALTER f TYPE integer;
-- form alter-table-set-type-enum-to-text
ALTER TABLE t ALTER m TYPE text;
-- form alter-table-set-type-text-to-enum fails
ALTER TABLE t ADD COLUMN x text;
ALTER TABLE t ALTER x TYPE mood;
-- form alter-table-set-type-enum-to-enum-using
CREATE TYPE mood2 AS ENUM ('sad', 'ok');
ALTER TABLE t ALTER m TYPE mood2 USING m::text::mood2;

-- on unlogged
-- form alter-table-set-logged
ALTER TABLE t SET LOGGED;

-- on published
-- form alter-publication-add-table
ALTER PUBLICATION publication ADD TABLE added;
-- form alter-publication-drop-table
ALTER PUBLICATION publication DROP TABLE t;
-- form alter-publication-set-table
ALTER PUBLICATION publication SET TABLE added;
-- form alter-publication-set-option
ALTER PUBLICATION publication SET (publish = 'insert');
-- form alter-publication-rename
ALTER PUBLICATION publication RENAME TO p2;
-- form drop-publication
DROP PUBLICATION publication;
-- form alter-table-set-unlogged-published fails
ALTER TABLE t SET UNLOGGED;
-- form alter-table-add-column-published
ALTER TABLE t ADD COLUMN x integer;
-- form alter-table-drop-primary-key-published
ALTER TABLE t DROP CONSTRAINT t_pkey;
-- form update-published-without-replica-identity fails
ALTER TABLE t DROP CONSTRAINT t_pkey;
UPDATE t SET a = 1;
-- form drop-table-published
DROP TABLE t;
