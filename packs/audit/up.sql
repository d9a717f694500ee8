-- The log: one row for a changed row, a TRUNCATE or an event. Written by triggers, read by few, changed by nobody.
-- Seals close what is behind all running transactions; what seals are worth, and where they end: README.md of the pack.

CREATE SCHEMA IF NOT EXISTS dunlin_pack;

-- ---------------------------------------------------------------------------------------------------------------------
-- The log
-- ---------------------------------------------------------------------------------------------------------------------

-- Who and from where are defaults of the columns, so that every way into the log says the same.
-- Actor: the request's token, what the application has set for its transaction, who signed in; actor_source says which.
-- client_ip is what the server sees, which behind a pooler is the pooler. forwarded_ip is what the gateway or the client
-- says: never trust it alone.
CREATE TABLE {{schema}}.{{log}} (
    id               bigint      GENERATED ALWAYS AS IDENTITY,
    created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    txid             bigint      NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    generation       integer     NOT NULL DEFAULT 1,
    action           text        NOT NULL,
    relation         text,
    record_id        text,
    old_data         jsonb,
    new_data         jsonb,
    details          jsonb,
    actor            text        NOT NULL DEFAULT coalesce(
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub',
        nullif(current_setting('app.actor', true), ''),
        session_user::text),
    actor_source     text        NOT NULL DEFAULT CASE
        WHEN nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub' IS NOT NULL THEN 'token'
        WHEN nullif(current_setting('app.actor', true), '') IS NOT NULL THEN 'application'
        ELSE 'session' END,
    database_user    name        NOT NULL DEFAULT session_user,
    database_role    text        NOT NULL DEFAULT current_setting('role'),
    application_name text        DEFAULT current_setting('application_name'),
    client_ip        inet        DEFAULT inet_client_addr(),
    forwarded_ip     text        DEFAULT coalesce(
        nullif(current_setting('app.client_ip', true), ''),
        nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-forwarded-for')
) PARTITION BY RANGE (created_at);
COMMENT ON TABLE {{schema}}.{{log}} IS 'Who changed what. Append-only; sealed by dunlin log seal.';
COMMENT ON COLUMN {{schema}}.{{log}}.forwarded_ip IS 'What the client or gateway claims: untrusted.';
COMMENT ON COLUMN {{schema}}.{{log}}.txid IS 'The transaction that wrote the row: seals are windows of these.';

-- Rows come nearly in the order of time and of transactions: a BRIN index is a few pages. It has no operators for xid8,
-- and over an expression it cost 2 us a row more: txid is a bigint.
CREATE INDEX ON {{schema}}.{{log}} USING brin (created_at, txid) WITH (autosummarize = on);
-- pack:if record_index
CREATE INDEX ON {{schema}}.{{log}} (relation, record_id);
-- pack:end

-- One row: where the log is. `generation` counts the lives of the database: restored from a dump, its transaction ids
-- begin anew.
CREATE TABLE dunlin_pack.audit_settings (
    only_row   boolean  PRIMARY KEY DEFAULT true CHECK (only_row),
    log        regclass NOT NULL,  -- found by its number also after it was renamed
    generation integer  NOT NULL DEFAULT 1
);
INSERT INTO dunlin_pack.audit_settings (log) VALUES (format('%I.%I', {{schema|literal}}, {{log|literal}}));

CREATE TABLE dunlin_pack.audit_table (
    relation regclass NOT NULL PRIMARY KEY,
    mode     text     NOT NULL CHECK (mode IN ('row', 'statement')),
    key      text[]   NOT NULL,
    masked   text[]   NOT NULL,
    left_out text[]   NOT NULL
);
COMMENT ON TABLE dunlin_pack.audit_table IS 'which tables are logged, and how';

-- ---------------------------------------------------------------------------------------------------------------------
-- Append-only: grants for reading, and a trigger that stops the owner's slips too
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION dunlin_pack.audit_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    RAISE EXCEPTION '% of %.%: the log is append-only', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = '42501', HINT = 'Old months go by dunlin_pack.audit_purge(before, reason).';
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_append_only() FROM PUBLIC;

-- What default privileges of the schema have given away is taken back: of the log, and of each partition.
CREATE FUNCTION dunlin_pack.audit_lock_down(relation regclass) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    grantee text;
BEGIN
    FOR grantee IN
        SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END
        FROM pg_catalog.pg_class AS c, pg_catalog.aclexplode(c.relacl) AS a
        WHERE c.oid = relation AND a.grantee <> c.relowner
    LOOP
        EXECUTE pg_catalog.format('REVOKE ALL ON %s FROM %s', relation, grantee);
    END LOOP;
    EXECUTE pg_catalog.format('CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s '
                              'FOR EACH STATEMENT EXECUTE FUNCTION dunlin_pack.audit_append_only()', relation);
    EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_append_only', relation);
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_lock_down(regclass) FROM PUBLIC;

SELECT dunlin_pack.audit_lock_down(log) FROM dunlin_pack.audit_settings;

-- Policies for the readers; the triggers write as the owner, whom they don't bind.
ALTER TABLE {{schema}}.{{log}} ENABLE ROW LEVEL SECURITY;
-- pack:if readers
CREATE POLICY "Readers of the log" ON {{schema}}.{{log}} FOR SELECT TO {{readers}} USING (true);
GRANT SELECT ON {{schema}}.{{log}} TO {{readers}};
-- pack:end

-- ---------------------------------------------------------------------------------------------------------------------
-- Partitions: one a month, made ahead. What no partition takes goes to the default one: writing never fails for it.
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION dunlin_pack.audit_make_partition(name text, bounds text) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    EXECUTE pg_catalog.format('CREATE TABLE dunlin_pack.%I PARTITION OF %s %s', name,
                              (SELECT log FROM dunlin_pack.audit_settings), bounds);
    PERFORM dunlin_pack.audit_lock_down(pg_catalog.format('dunlin_pack.%I', name)::regclass);
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_make_partition(text, text) FROM PUBLIC;

-- Call it daily. A month of which the default partition has rows already stays there, and is named.
CREATE FUNCTION dunlin_pack.audit_ensure_partitions(months_ahead integer DEFAULT {{months_ahead}})
RETURNS TABLE (partition text, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET "TimeZone" = 'UTC' AS $$
DECLARE
    month timestamptz;
    late boolean;
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('dunlin_pack.audit_partitions', 0));
    FOR month IN
        SELECT pg_catalog.date_trunc('month', pg_catalog.now()) + n * interval '1 month'
        FROM pg_catalog.generate_series(0, months_ahead) AS n
    LOOP
        partition := 'audit_' || pg_catalog.to_char(month, 'YYYY_MM');
        SELECT EXISTS (SELECT FROM dunlin_pack.audit_default
                       WHERE created_at >= month AND created_at < month + interval '1 month') INTO late;
        IF pg_catalog.to_regclass('dunlin_pack.' || partition) IS NOT NULL THEN
            outcome := 'exists';
        ELSIF late THEN
            outcome := 'skipped: audit_default holds rows of this month';
        ELSE
            PERFORM dunlin_pack.audit_make_partition(
                partition, pg_catalog.format('FOR VALUES FROM (%L) TO (%L)', month, month + interval '1 month'));
            outcome := 'made';
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_ensure_partitions(integer) FROM PUBLIC;

SELECT dunlin_pack.audit_make_partition('audit_default', 'DEFAULT');
SELECT partition, outcome FROM dunlin_pack.audit_ensure_partitions();

-- ---------------------------------------------------------------------------------------------------------------------
-- What is logged of a row
-- ---------------------------------------------------------------------------------------------------------------------

-- Masked columns as '***', others left out. When the row hasn't all of the masked columns (one was renamed, and its value
-- would be shown under the new name), every value is masked.
CREATE FUNCTION dunlin_pack.audit_mask(data jsonb, masked text[], left_out text[], complete boolean) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
    SELECT CASE WHEN complete
                THEN (data - left_out) || (SELECT coalesce(jsonb_object_agg(name, '***'::text), '{}')
                                           FROM unnest(masked) AS name WHERE data -> name <> 'null')
                ELSE (SELECT jsonb_object_agg(key, '***'::text) FROM jsonb_each(data)) END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_mask(jsonb, text[], text[], boolean) FROM PUBLIC;

CREATE FUNCTION dunlin_pack.audit_truncate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO {{schema}}.{{log}} (action, relation, details)
    SELECT TG_OP, TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME,
           jsonb_build_object('rows_about', greatest(reltuples, 0)::bigint, 'bytes', pg_catalog.pg_relation_size(oid))
    FROM pg_catalog.pg_class WHERE oid = TG_RELID;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_truncate() FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------------
-- Which tables are logged
-- ---------------------------------------------------------------------------------------------------------------------

-- Each table has a trigger function of its own, written by audit_enable with the names of its columns: no catalog is read
-- while rows are written. A column that was added since is logged as if it always changed, one that was dropped isn't
-- missed; audit_enable brings the function up to date. In `key`, `same` and `mask`, \001 stands for a
-- value and \002 for its row.

-- `changes` and `writes` are what differs between the two kinds. Who it was is found once a call, by the rule of the log's
-- defaults: as defaults of columns the same questions are asked for each row.
CREATE FUNCTION dunlin_pack.audit_trigger_function(name text, variables text, changes text, writes text)
RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    EXECUTE pg_catalog.format('CREATE FUNCTION dunlin_pack.%I() RETURNS trigger '
                              'LANGUAGE plpgsql SECURITY DEFINER SET search_path = '''' AS %L', name, pg_catalog.format($body$
DECLARE
    relation text := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
    actor text := session_user::text;
    actor_source text := 'session';
    forwarded_ip text;
%s
BEGIN
%s
    IF current_setting('request.jwt.claims', true) <> '' OR current_setting('app.actor', true) <> ''
       OR current_setting('app.client_ip', true) <> '' OR current_setting('request.headers', true) <> '' THEN
        actor := coalesce(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub',
                          nullif(current_setting('app.actor', true), ''), actor);
        actor_source := CASE WHEN nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub' IS NOT NULL THEN 'token'
                             WHEN current_setting('app.actor', true) <> '' THEN 'application' ELSE 'session' END;
        forwarded_ip := coalesce(nullif(current_setting('app.client_ip', true), ''),
                                 nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-forwarded-for');
    END IF;
%s
    RETURN NULL;
END
$body$, variables, changes, writes));
    EXECUTE pg_catalog.format('REVOKE ALL ON FUNCTION dunlin_pack.%I() FROM PUBLIC', name);
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_trigger_function(text, text, text, text) FROM PUBLIC;

-- For each row. `data` is the row that the key is taken from: the old one where there is one.
CREATE FUNCTION dunlin_pack.audit_row_function(name text, key text, same text, mask text)
RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    mask := pg_catalog.replace(mask, E'\002', 'data');
    PERFORM dunlin_pack.audit_trigger_function(name, $variables$
    data jsonb;
    before jsonb;
    after jsonb;
    same text[];$variables$,
    pg_catalog.format($changes$
    IF TG_OP = 'INSERT' THEN
        data := to_jsonb(NEW);
        after := data;
    ELSIF TG_OP = 'UPDATE' THEN
        data := to_jsonb(OLD);
        after := to_jsonb(NEW);
        same := %s;
        after := after - same;
        IF after = '{}' THEN
            RETURN NULL;
        END IF;
        before := data - same;
    ELSE
        data := to_jsonb(OLD);
        before := data;
    END IF;$changes$, pg_catalog.replace(same, E'\001', 'data')),
    pg_catalog.format($writes$
    INSERT INTO {{schema}}.{{log}} (action, relation, record_id, old_data, new_data, actor, actor_source, forwarded_ip)
    VALUES (TG_OP, relation, %s, %s, %s, actor, actor_source, forwarded_ip);$writes$,
        pg_catalog.replace(key, E'\001', 'data'), pg_catalog.replace(mask, E'\001', 'before'), pg_catalog.replace(mask, E'\001', 'after')));
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_row_function(text, text, text, text) FROM PUBLIC;

-- For all rows of a statement at once. The two tables of an UPDATE have its rows in the same order.
CREATE FUNCTION dunlin_pack.audit_statement_function(name text, key text, same text, mask text)
RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    mask_update text := pg_catalog.replace(mask, E'\002', 'before');
BEGIN
    mask := pg_catalog.replace(pg_catalog.replace(mask, E'\001', 'data'), E'\002', 'data');
    PERFORM dunlin_pack.audit_trigger_function(name, $variables$
    role name := current_setting('role');
    application text := current_setting('application_name');
    xid bigint := pg_current_xact_id()::text::bigint;$variables$, '', pg_catalog.format($writes$
    IF TG_OP = 'INSERT' THEN
        INSERT INTO {{schema}}.{{log}} (action, relation, record_id, new_data,
                                        actor, actor_source, forwarded_ip, database_role, application_name, txid)
        SELECT TG_OP, relation, %1$s, %3$s, actor, actor_source, forwarded_ip, role, application, xid
        FROM (SELECT to_jsonb(audit_row) AS data FROM audit_after AS audit_row OFFSET 0) AS changed;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO {{schema}}.{{log}} (action, relation, record_id, old_data,
                                        actor, actor_source, forwarded_ip, database_role, application_name, txid)
        SELECT TG_OP, relation, %1$s, %3$s, actor, actor_source, forwarded_ip, role, application, xid
        FROM (SELECT to_jsonb(audit_row) AS data FROM audit_before AS audit_row OFFSET 0) AS changed;
    ELSE
        INSERT INTO {{schema}}.{{log}} (action, relation, record_id, old_data, new_data,
                                        actor, actor_source, forwarded_ip, database_role, application_name, txid)
        SELECT TG_OP, relation, %4$s, %5$s, %6$s, actor, actor_source, forwarded_ip, role, application, xid
        FROM (
            SELECT before, before - same AS was, after - same AS became
            FROM (
                SELECT before, after, %2$s AS same
                FROM (SELECT row_number() OVER () AS n, to_jsonb(audit_row) AS before FROM audit_before AS audit_row) AS rows_before
                JOIN (SELECT row_number() OVER () AS n, to_jsonb(audit_row) AS after FROM audit_after AS audit_row) AS rows_after
                    USING (n)
                OFFSET 0
            ) AS compared
            OFFSET 0
        ) AS changed
        WHERE became <> '{}';
    END IF;$writes$, pg_catalog.replace(key, E'\001', 'data'), pg_catalog.replace(same, E'\001', 'before'), mask,
        pg_catalog.replace(key, E'\001', 'before'),
        pg_catalog.replace(mask_update, E'\001', 'was'), pg_catalog.replace(mask_update, E'\001', 'became')));
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_statement_function(text, text, text, text) FROM PUBLIC;

-- May run again, with other arguments or after columns were added. Columns come as schema.table.column; those of other
-- tables are passed over. The triggers are ALWAYS: session_replication_role doesn't lead around them.
CREATE FUNCTION dunlin_pack.audit_enable(relation regclass, mode text, masked text[] DEFAULT '{}', left_out text[] DEFAULT '{}')
RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    name text := 'audit ' || pg_catalog.left(pg_catalog.md5(relation::text), 6) || ' ' || relation;
    keys text[];
    masked_here text[] := dunlin_pack.audit_columns_of(relation, masked);
    left_out_here text[] := dunlin_pack.audit_columns_of(relation, left_out);
    key text := 'NULL';
    same text;
    mask text := E'\001';
    event record;
BEGIN
    SELECT coalesce(pg_catalog.array_agg(a.attname::text ORDER BY pg_catalog.array_position(i.indkey::smallint[], a.attnum)), '{}')
    INTO keys
    FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::smallint[])
    WHERE i.indrelid = relation AND i.indisprimary;
    IF keys && (masked_here || left_out_here) THEN
        RAISE EXCEPTION 'a column of the key of % is masked or left out: it names the record, and is logged as it is', relation;
    END IF;
    PERFORM dunlin_pack.audit_disable(relation);

    -- A key of one column as its text, one of several as a JSON array.
    IF pg_catalog.cardinality(keys) = 1 THEN
        key := pg_catalog.format(E'\001 ->> %L', keys[1]);
    ELSIF keys <> '{}' THEN
        SELECT 'jsonb_build_array(' || pg_catalog.string_agg(pg_catalog.format(E'\001 -> %L', part), ', ' ORDER BY n) || ')::text'
        INTO key FROM pg_catalog.unnest(keys) WITH ORDINALITY AS k (part, n);
    END IF;
    -- The names of columns that an UPDATE didn't change; NULL for one that it did, which the operator - passes over. As text:
    -- half the price of comparing jsonb, except for documents.
    SELECT pg_catalog.format('ARRAY[%s]::text[]', pg_catalog.string_agg(
               CASE WHEN attname::text = ANY (left_out_here) THEN pg_catalog.quote_literal(attname)
                    ELSE pg_catalog.format(E'CASE WHEN \001 %2$s %1$L IS NOT DISTINCT FROM after %2$s %1$L THEN %1$L END', attname,
                                           CASE WHEN atttypid IN ('json'::regtype, 'jsonb'::regtype) THEN '->' ELSE '->>' END) END,
               ', ' ORDER BY attnum))
    INTO same
    FROM pg_catalog.pg_attribute WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped;
    IF masked_here || left_out_here <> '{}' THEN
        mask := pg_catalog.format(E'dunlin_pack.audit_mask(\001, %1$L, %2$L, \002 ?& %1$L)', masked_here, left_out_here);
    END IF;

    IF mode = 'row' THEN
        PERFORM dunlin_pack.audit_row_function(name, key, same, mask);
        EXECUTE pg_catalog.format('CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW '
                                  'EXECUTE FUNCTION dunlin_pack.%I()', relation, name);
    ELSE
        PERFORM dunlin_pack.audit_statement_function(name, key, same, mask);
        FOR event IN
            SELECT * FROM (VALUES ('INSERT', 'NEW TABLE AS audit_after'), ('DELETE', 'OLD TABLE AS audit_before'),
                                  ('UPDATE', 'OLD TABLE AS audit_before NEW TABLE AS audit_after')) AS e (verb, tables)
        LOOP
            EXECUTE pg_catalog.format('CREATE TRIGGER %I AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT '
                                      'EXECUTE FUNCTION dunlin_pack.%I()',
                                      'audit_' || pg_catalog.lower(event.verb), event.verb, relation, event.tables, name);
        END LOOP;
    END IF;
    -- Before: afterwards the size would be that of an empty table.
    EXECUTE pg_catalog.format('CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT '
                              'EXECUTE FUNCTION dunlin_pack.audit_truncate()', relation);
    FOR event IN
        SELECT tgname AS trigger FROM pg_catalog.pg_trigger
        WHERE tgrelid = relation AND tgname IN ('audit_row', 'audit_insert', 'audit_update', 'audit_delete', 'audit_truncate')
    LOOP
        EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', relation, event.trigger);
    END LOOP;
    INSERT INTO dunlin_pack.audit_table VALUES (relation, mode, keys, masked_here, left_out_here);
END
$$;

CREATE FUNCTION dunlin_pack.audit_disable(relation regclass) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT tgname AS trigger, p.oid::regprocedure AS function, p.proname = 'audit_truncate' AS shared,
               row_number() OVER (PARTITION BY p.oid ORDER BY tgname DESC) = 1 AS last
        FROM pg_catalog.pg_trigger JOIN pg_catalog.pg_proc AS p ON p.oid = tgfoid
        WHERE tgrelid = relation AND tgname IN ('audit_row', 'audit_insert', 'audit_update', 'audit_delete', 'audit_truncate')
          AND pronamespace = 'dunlin_pack'::regnamespace
        ORDER BY p.oid, tgname
    LOOP
        EXECUTE pg_catalog.format('DROP TRIGGER %I ON %s', found.trigger, relation);
        IF found.last AND NOT found.shared THEN
            EXECUTE pg_catalog.format('DROP FUNCTION %s', found.function);
        END IF;
    END LOOP;
    DELETE FROM dunlin_pack.audit_table AS t WHERE t.relation = audit_disable.relation;
END
$$;

-- Those of schema.table.column that are columns of this table. One that names the table and no column of it is a mistake.
CREATE FUNCTION dunlin_pack.audit_columns_of(relation regclass, names text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
    name text;
    part text[];
    found text[] := '{}';
BEGIN
    FOREACH name IN ARRAY names LOOP
        part := pg_catalog.parse_ident(name);
        IF pg_catalog.cardinality(part) <> 3 THEN
            RAISE EXCEPTION '% is not schema.table.column', name USING ERRCODE = '22023';
        END IF;
        CONTINUE WHEN pg_catalog.to_regclass(pg_catalog.format('%I.%I', part[1], part[2])) IS DISTINCT FROM relation;
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = relation AND attname = part[3]
                          AND attnum > 0 AND NOT attisdropped) THEN
            RAISE EXCEPTION '% has no column %', relation, part[3] USING ERRCODE = '42703';
        END IF;
        found := found || part[3];
    END LOOP;
    RETURN found;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_enable(regclass, text, text[], text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION dunlin_pack.audit_disable(regclass) FROM PUBLIC;
REVOKE ALL ON FUNCTION dunlin_pack.audit_columns_of(regclass, text[]) FROM PUBLIC;

-- pack:for table in tables
SELECT dunlin_pack.audit_enable({{table|literal}}, 'row', {{masked|array}}, {{left_out|array}});
-- pack:end
-- pack:for table in bulk_tables
SELECT dunlin_pack.audit_enable({{table|literal}}, 'statement', {{masked|array}}, {{left_out|array}});
-- pack:end

-- What is logged of each table of the application. Reads are seen by the extension pgaudit only, which writes to the
-- server's log: the answer says whether it is there, and never more.
CREATE FUNCTION dunlin_pack.audit_coverage()
RETURNS TABLE (relation text, writes text, truncation boolean, always boolean, reads text)
LANGUAGE sql STABLE SET search_path = '' AS $$
    SELECT c.oid::regclass::text,
           coalesce(t.mode, 'not logged'),
           EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = c.oid AND tgname = 'audit_truncate'),
           t.mode IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger
                                              WHERE tgrelid = c.oid AND tgname LIKE 'audit\_%' AND tgenabled <> 'A'),
           CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'pgaudit')
                     AND current_setting('pgaudit.log', true) ~* 'read|all' THEN 'pgaudit' ELSE 'not logged' END
    FROM pg_catalog.pg_class AS c
    LEFT JOIN dunlin_pack.audit_table AS t ON t.relation = c.oid
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
      AND c.oid <> (SELECT log FROM dunlin_pack.audit_settings)
      AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema|dunlin)'
    ORDER BY t.mode IS NULL DESC, 1
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_coverage() FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------------
-- Events that aren't a change of a row: a refresh, a sign-in, an export
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION {{schema}}.log_event(action text, details jsonb DEFAULT NULL, relation text DEFAULT NULL, record_id text DEFAULT NULL)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    new_id bigint;
BEGIN
    -- These say that a trigger saw a change: nobody else may say so.
    IF action IS NULL OR action IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'PARTITION_PURGED') THEN
        RAISE EXCEPTION 'an event is not called %', coalesce(action, 'NULL') USING ERRCODE = '22023';
    END IF;
    INSERT INTO {{schema}}.{{log}} (action, relation, record_id, details)
    VALUES (action, relation, record_id, details) RETURNING id INTO new_id;
    RETURN new_id;
END
$$;
REVOKE ALL ON FUNCTION {{schema}}.log_event(text, jsonb, text, text) FROM PUBLIC;
-- pack:if writers
GRANT EXECUTE ON FUNCTION {{schema}}.log_event(text, jsonb, text, text) TO {{writers}};
-- pack:end

-- For other packs, which don't know the schema.
CREATE FUNCTION dunlin_pack.audit_event(action text, details jsonb, relation text, record_id text) RETURNS bigint
LANGUAGE sql SET search_path = '' AS $$
    SELECT {{schema}}.log_event(action, details, relation, record_id)
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_event(text, jsonb, text, text) FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------------
-- Seals
-- ---------------------------------------------------------------------------------------------------------------------

-- A seal closes a window of transaction ids, not of row ids or times: a transaction that began early and commits late
-- has a small row id and an old time, but is never in a window that was closed before it ended.
-- leaves: 24 bytes for each row, in the order of ids: the id, and the first half of the row's SHA-256.
CREATE TABLE dunlin_pack.audit_seal (
    seal_no    bigint      PRIMARY KEY,
    generation integer     NOT NULL,
    xid_from   xid8        NOT NULL,
    xid_to     xid8        NOT NULL,
    row_count  bigint      NOT NULL,
    leaves     bytea       NOT NULL,
    previous   bytea       NOT NULL,
    seal       bytea       NOT NULL,
    sealed_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE dunlin_pack.audit_seal ALTER COLUMN leaves SET STORAGE EXTERNAL;
COMMENT ON TABLE dunlin_pack.audit_seal IS 'chain of hashes over the log; worth something where it is kept outside too: dunlin log seal --anchor FILE';

-- Which seals are outside: what was said to be there and isn't was cut off.
CREATE TABLE dunlin_pack.audit_anchored (
    seal_no     bigint      NOT NULL,
    anchor      text        NOT NULL,
    anchored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (seal_no, anchor)
);

-- Rows that went with their partition, by seal.
CREATE TABLE dunlin_pack.audit_purged (
    seal_no   bigint      NOT NULL,
    partition text        NOT NULL,
    ids       bigint[]    NOT NULL,
    event     bigint      NOT NULL,  -- the row of the log that says so
    purged_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (seal_no, partition)
);

-- The row as it is hashed: an array of JSON, which no setting of the session changes.
CREATE FUNCTION dunlin_pack.audit_leaves(generation_wanted integer, xid_from xid8, xid_to xid8, OUT row_count bigint, OUT leaves bytea)
LANGUAGE sql STABLE SET search_path = '' AS $$
    SELECT count(*), coalesce(string_agg(
        int8send(id) || substr(sha256(convert_to(jsonb_build_array(
            id, (extract(epoch FROM created_at) * 1000000)::bigint, txid::text, generation, action, relation, record_id, old_data,
            new_data, details, actor, actor_source, database_user, database_role, application_name, host(client_ip), forwarded_ip)::text,
            'UTF8')), 1, 16), ''::bytea ORDER BY id), '')
    FROM {{schema}}.{{log}}
    WHERE generation = generation_wanted
      AND txid >= xid_from::text::bigint AND txid < xid_to::text::bigint
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_leaves(integer, xid8, xid8) FROM PUBLIC;

-- Seals what no running transaction can add to. Returns how many rows; 0 when there is nothing new.
CREATE FUNCTION dunlin_pack.audit_seal() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    life integer := (SELECT generation FROM dunlin_pack.audit_settings);
    last dunlin_pack.audit_seal;
    low xid8;
    high xid8;
    found record;
    before bytea;
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('dunlin_pack.audit_seal', 0));
    -- After the lock, so that the window begins where the one before ended.
    high := pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot());
    SELECT * INTO last FROM dunlin_pack.audit_seal ORDER BY seal_no DESC LIMIT 1;
    low := CASE WHEN last.generation = life THEN last.xid_to ELSE '0'::xid8 END;
    IF high < low THEN
        RAISE EXCEPTION 'transaction % comes before the last seal, which ends at %', high, low
            USING ERRCODE = '55000', HINT = 'The database was restored: SELECT dunlin_pack.audit_new_generation().';
    END IF;
    SELECT * INTO found FROM dunlin_pack.audit_leaves(life, low, high);
    IF found.row_count = 0 THEN
        RETURN 0;
    END IF;
    before := coalesce(last.seal, '');
    INSERT INTO dunlin_pack.audit_seal (seal_no, generation, xid_from, xid_to, row_count, leaves, previous, seal)
    VALUES (coalesce(last.seal_no, 0) + 1, life, low, high, found.row_count, found.leaves, before,
            sha256(before || convert_to(pg_catalog.concat_ws('|', coalesce(last.seal_no, 0) + 1, life, low, high, found.row_count), 'UTF8')
                   || sha256(found.leaves)));
    RETURN found.row_count;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_seal() FROM PUBLIC;

-- To be called once after the database was restored into another server, before it is written to: its transaction ids
-- have begun anew, and windows of the old ones must not take in new rows.
CREATE FUNCTION dunlin_pack.audit_new_generation() RETURNS integer
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    life integer;
    part regclass;
BEGIN
    UPDATE dunlin_pack.audit_settings SET generation = generation + 1 RETURNING generation INTO life;
    -- The default of the log alone would do; that of the partitions keeps a row that is written to one directly right.
    FOR part IN SELECT relid FROM pg_catalog.pg_partition_tree((SELECT log FROM dunlin_pack.audit_settings)) LOOP
        EXECUTE pg_catalog.format('ALTER TABLE %s ALTER COLUMN generation SET DEFAULT %s', part, life);
    END LOOP;
    RETURN life;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_new_generation() FROM PUBLIC;

-- The ids in the leaves of a seal.
CREATE FUNCTION dunlin_pack.audit_leaf_ids(leaves bytea) RETURNS SETOF bigint
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
    SELECT ('x' || encode(substr(leaves, 24 * n + 1, 8), 'hex'))::bit(64)::bigint
    FROM generate_series(0, octet_length(leaves) / 24 - 1) AS n
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_leaf_ids(bytea) FROM PUBLIC;

-- Drops the months that end before `before`. All of their rows must be sealed. What has gone is named in audit_purged, and
-- in the log itself, which is sealed with it: a row that is missing without that was deleted.
CREATE FUNCTION dunlin_pack.audit_purge(before timestamptz, reason text)
RETURNS TABLE (partition text, purged_rows bigint)
LANGUAGE plpgsql SET search_path = '' SET "TimeZone" = 'UTC' AS $$
DECLARE
    month record;
    gone bigint[];
    event_id bigint;
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('dunlin_pack.audit_seal', 0));
    FOR month IN
        SELECT c.oid::regclass AS relation, c.relname::text AS name
        FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = (SELECT log FROM dunlin_pack.audit_settings) AND c.relname ~ '^audit_\d{4}_\d\d$'
          AND (pg_catalog.right(c.relname, 7) || '_01')::text
              < pg_catalog.to_char(pg_catalog.date_trunc('month', audit_purge.before), 'YYYY_MM_DD')
        ORDER BY c.relname
    LOOP
        EXECUTE pg_catalog.format('SELECT coalesce(array_agg(id ORDER BY id), ''{}'') FROM %s', month.relation) INTO gone;
        purged_rows := pg_catalog.cardinality(gone);
        INSERT INTO {{schema}}.{{log}} (action, relation, details)
        VALUES ('PARTITION_PURGED', month.name, jsonb_build_object(
            'rows', purged_rows, 'reason', reason, 'ids', encode(sha256(convert_to(gone::text, 'UTF8')), 'hex')))
        RETURNING id INTO event_id;
        INSERT INTO dunlin_pack.audit_purged (seal_no, partition, ids, event)
        SELECT s.seal_no, month.name, pg_catalog.array_agg(sealed.id ORDER BY sealed.id), event_id
        FROM dunlin_pack.audit_seal AS s
        JOIN LATERAL dunlin_pack.audit_leaf_ids(s.leaves) AS sealed (id) ON true
        JOIN pg_catalog.unnest(gone) AS g (id) ON g.id = sealed.id
        GROUP BY s.seal_no;
        IF purged_rows <> (SELECT coalesce(pg_catalog.sum(pg_catalog.cardinality(ids)), 0) FROM dunlin_pack.audit_purged AS p
                           WHERE p.event = event_id) THEN
            RAISE EXCEPTION '% has rows that are not sealed yet', month.name
                USING ERRCODE = '55000', HINT = 'dunlin log seal --anchor FILE';
        END IF;
        EXECUTE pg_catalog.format('DROP TABLE %s', month.relation);
        partition := month.name;
        RETURN NEXT;
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.audit_purge(timestamptz, text) FROM PUBLIC;

REVOKE ALL ON dunlin_pack.audit_settings, dunlin_pack.audit_table, dunlin_pack.audit_seal, dunlin_pack.audit_anchored,
    dunlin_pack.audit_purged FROM PUBLIC;
