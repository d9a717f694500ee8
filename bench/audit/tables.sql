-- Three equal tables: not audited, audited by the leanest triggers that do the job at all, audited by pack audit.
CREATE SCHEMA lean;
CREATE TABLE lean.log (
  id bigint GENERATED ALWAYS AS IDENTITY, ts timestamptz NOT NULL DEFAULT clock_timestamp(),
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(), relid oid NOT NULL, op text NOT NULL,
  actor text, db_user name NOT NULL DEFAULT session_user, ip inet DEFAULT inet_client_addr(), old jsonb, new jsonb
) PARTITION BY RANGE (ts);
CREATE TABLE lean.log_default PARTITION OF lean.log DEFAULT;
CREATE INDEX ON lean.log USING brin (ts);
CREATE INDEX ON lean.log (relid, id);

CREATE FUNCTION lean.row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO lean.log (relid, op, actor, old, new)
  VALUES (TG_RELID, TG_OP, coalesce(nullif(current_setting('app.actor', true), ''), session_user),
          CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
  RETURN NULL;
END $$;
CREATE FUNCTION lean.statement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO lean.log (relid, op, actor, new)
    SELECT TG_RELID, TG_OP, coalesce(nullif(current_setting('app.actor', true), ''), session_user), to_jsonb(n) FROM audit_after AS n;
  ELSE
    INSERT INTO lean.log (relid, op, actor, old, new)
    SELECT TG_RELID, TG_OP, coalesce(nullif(current_setting('app.actor', true), ''), session_user), to_jsonb(o), to_jsonb(n)
    FROM audit_before AS o JOIN audit_after AS n USING (id);
  END IF;
  RETURN NULL;
END $$;

CREATE PROCEDURE public.make(name text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE public.%I (id bigint PRIMARY KEY, customer bigint NOT NULL, status text NOT NULL, amount numeric(12,2) NOT NULL,
    currency text NOT NULL, placed_at timestamptz NOT NULL, note text, attributes jsonb NOT NULL, done boolean NOT NULL)', name);
  EXECUTE format('CREATE INDEX ON public.%I (customer)', name);
END $$;
CALL public.make('bulk_none'); CALL public.make('bulk_lean'); CALL public.make('bulk_ours'); CALL public.make('bulk_rows');
CALL public.make('oltp_none'); CALL public.make('oltp_lean'); CALL public.make('oltp_ours');
CREATE TRIGGER a AFTER INSERT ON bulk_lean REFERENCING NEW TABLE AS audit_after FOR EACH STATEMENT EXECUTE FUNCTION lean.statement();
CREATE TRIGGER b AFTER UPDATE ON bulk_lean REFERENCING OLD TABLE AS audit_before NEW TABLE AS audit_after FOR EACH STATEMENT EXECUTE FUNCTION lean.statement();
CREATE TRIGGER a AFTER INSERT OR UPDATE OR DELETE ON oltp_lean FOR EACH ROW EXECUTE FUNCTION lean.row();
