-- Migration: production_deployment
-- Description: Security, monitoring, retention, compliance and performance on top of the core schema
-- Author: TruthSource Team
-- Date: 2026-10-05
-- Priority: high
-- Impact: low; new tables and functions, one trigger on six tables, indexes built concurrently
-- Tags: production, phase-3
--
-- It has no number: dunlin runs it once, and again when it has changed, so every statement may run again. Run it by
--   dunlin migrate --file scripts/production-deployment.sql        (or psql -X -v ON_ERROR_STOP=1 -f)
-- Validation is 003_pack_validation. What takes it back: scripts/production-rollback.sql, and then
--   dunlin repair --forget production-deployment --reason "taken back"        (or dunlin takes it for done)

-- ---------------------------------------------------------------- 1. security

CREATE TABLE IF NOT EXISTS public.security_alerts (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created_at      timestamptz NOT NULL DEFAULT now(),
    alert_type      text NOT NULL,
    severity        text NOT NULL CONSTRAINT security_alerts_severity_known CHECK (severity IN ('low', 'medium', 'high', 'critical')),
    description     text NOT NULL,
    organization_id uuid,  -- no reference: an alert outlives what it is about
    user_id         uuid,
    ip_address      inet,
    details         jsonb NOT NULL DEFAULT '{}',
    resolved_at     timestamptz
);
CREATE INDEX IF NOT EXISTS idx_security_alerts_recent ON public.security_alerts (ip_address, created_at DESC);
CREATE INDEX IF NOT EXISTS idx_security_alerts_user ON public.security_alerts (user_id, created_at DESC);
CREATE INDEX IF NOT EXISTS idx_security_alerts_organization ON public.security_alerts (organization_id);
COMMENT ON TABLE public.security_alerts IS 'Events of security: failed sign-ins, refused keys, limits that were passed.';

-- What others have reported. A network counts for every address in it.
CREATE TABLE IF NOT EXISTS public.threat_intelligence (
    network    cidr PRIMARY KEY,
    source     text NOT NULL,
    reason     text NOT NULL,
    score      integer NOT NULL CONSTRAINT threat_intelligence_score_range CHECK (score BETWEEN 1 AND 100),
    first_seen timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS idx_threat_intelligence_network ON public.threat_intelligence USING gist (network inet_ops);
COMMENT ON TABLE public.threat_intelligence IS 'Networks with a reputation, until it expires.';

CREATE TABLE IF NOT EXISTS public.rate_limits (
    subject      text NOT NULL,
    window_start timestamptz NOT NULL,
    calls        integer NOT NULL,
    PRIMARY KEY (subject, window_start)
);
COMMENT ON TABLE public.rate_limits IS 'Calls of a subject (a key, an address) in a window of time.';

-- Counts this call, and says whether it is within the limit. The row is locked for the rest of the transaction: call it in
-- one of its own.
CREATE OR REPLACE FUNCTION public.check_rate_limit(subject text, max_calls integer, window_length interval) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    counted integer;
BEGIN
    INSERT INTO public.rate_limits AS l (subject, window_start, calls)
    VALUES (check_rate_limit.subject, date_bin(window_length, clock_timestamp(), '2000-01-01'), 1)
    ON CONFLICT ON CONSTRAINT rate_limits_pkey DO UPDATE SET calls = l.calls + 1
    RETURNING calls INTO counted;
    RETURN counted <= max_calls;
END
$$;

CREATE OR REPLACE FUNCTION public.log_security_event(alert_type text, severity text, description text, organization_id uuid DEFAULT NULL,
                                          user_id uuid DEFAULT NULL, ip_address inet DEFAULT NULL, details jsonb DEFAULT '{}') RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
    INSERT INTO public.security_alerts (alert_type, severity, description, organization_id, user_id, ip_address, details)
    VALUES (alert_type, severity, description, organization_id, user_id, coalesce(ip_address, inet_client_addr()), details)
    RETURNING id
$$;

-- What speaks against a request, from 0 to 100, with its reasons; an alert is written from 50.
CREATE OR REPLACE FUNCTION public.detect_suspicious_activity(organization_id uuid, ip_address inet, user_id uuid) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    failures bigint;
    addresses bigint;
    reputation integer;
    is_member boolean;
    score integer := 0;
    reasons text[] := '{}';
BEGIN
    SELECT count(*) INTO failures FROM public.security_alerts AS a
    WHERE a.ip_address = detect_suspicious_activity.ip_address AND a.alert_type = 'sign_in_failed' AND a.created_at > now() - interval '15 minutes';
    IF failures >= 5 THEN
        score := score + 40;
        reasons := reasons || format('%s failed sign-ins from %s within 15 minutes', failures, host(ip_address));
    END IF;

    SELECT count(DISTINCT a.ip_address) INTO addresses FROM public.security_alerts AS a
    WHERE a.user_id = detect_suspicious_activity.user_id AND a.created_at > now() - interval '1 hour';
    IF addresses >= 4 THEN
        score := score + 25;
        reasons := reasons || format('%s addresses of one user within an hour', addresses);
    END IF;

    SELECT max(t.score) INTO reputation FROM public.threat_intelligence AS t
    WHERE t.network >>= detect_suspicious_activity.ip_address AND t.expires_at > now();
    IF reputation IS NOT NULL THEN
        score := score + reputation;
        reasons := reasons || format('%s has a reputation of %s', host(ip_address), reputation);
    END IF;

    SELECT EXISTS (SELECT FROM public.organization_members AS m
                   WHERE m.organization_id = detect_suspicious_activity.organization_id AND m.user_id = detect_suspicious_activity.user_id) INTO is_member;
    IF NOT is_member THEN
        score := score + 30;
        reasons := reasons || 'the user is no member of the organization'::text;
    END IF;

    score := least(score, 100);
    IF score >= 50 THEN
        PERFORM public.log_security_event('suspicious_activity', CASE WHEN score >= 80 THEN 'critical' ELSE 'high' END,
                                          array_to_string(reasons, '; '), organization_id, user_id, ip_address, jsonb_build_object('score', score));
    END IF;
    RETURN jsonb_build_object('suspicious', score >= 50, 'score', score, 'reasons', to_jsonb(reasons));
END
$$;

-- The same with the address as text, as it comes out of a header; what is no address is suspicious by itself.
CREATE OR REPLACE FUNCTION public.detect_suspicious_activity(organization_id uuid, ip_address text, user_id uuid) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    address inet;
BEGIN
    address := ip_address::inet;
    RETURN public.detect_suspicious_activity(organization_id, address, user_id);
EXCEPTION WHEN invalid_text_representation THEN
    PERFORM public.log_security_event('malformed_address', 'medium', 'the address of a request is none', organization_id, user_id, NULL,
                                      jsonb_build_object('address', left(ip_address, 100)));
    RETURN jsonb_build_object('suspicious', true, 'score', 50, 'reasons', jsonb_build_array('the address is none'));
END
$$;

-- ---------------------------------------------------------------- 2. audit trail

CREATE OR REPLACE FUNCTION public.log_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    any_row jsonb := coalesce(new_row, old_row);
    changed jsonb;
BEGIN
    SELECT jsonb_object_agg(key, CASE WHEN key = 'key_hash' THEN '"***"' ELSE value END) INTO changed
    FROM jsonb_each(any_row) WHERE TG_OP <> 'UPDATE' OR old_row -> key IS DISTINCT FROM value;
    INSERT INTO public.audit_logs (organization_id, user_id, action, resource_type, resource_id, details, ip_address)
    VALUES ((SELECT o.id FROM public.organizations AS o WHERE o.id = (any_row ->> 'organization_id')::uuid), auth.uid(), lower(TG_OP), TG_TABLE_NAME,
            coalesce(any_row ->> 'id', any_row ->> 'user_id'), coalesce(changed, '{}'), inet_client_addr());
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON public.products FOR EACH ROW EXECUTE FUNCTION public.log_change();
-- dunlin:unit
CREATE OR REPLACE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON public.suppliers FOR EACH ROW EXECUTE FUNCTION public.log_change();
-- dunlin:unit
CREATE OR REPLACE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON public.purchase_orders FOR EACH ROW EXECUTE FUNCTION public.log_change();
-- dunlin:unit
CREATE OR REPLACE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON public.shipments FOR EACH ROW EXECUTE FUNCTION public.log_change();
-- dunlin:unit
CREATE OR REPLACE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON public.organization_members FOR EACH ROW EXECUTE FUNCTION public.log_change();
-- dunlin:unit
CREATE OR REPLACE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON public.api_keys FOR EACH ROW EXECUTE FUNCTION public.log_change();

-- ---------------------------------------------------------------- 3. monitoring

-- dunlin:unit
CREATE OR REPLACE FUNCTION public.get_database_stats() RETURNS TABLE (stat text, value numeric, unit text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT 'database size', pg_database_size(current_database())::numeric, 'bytes'
    UNION ALL
    SELECT 'connections', count(*), 'sessions' FROM pg_stat_activity WHERE datname = current_database()
    UNION ALL
    SELECT 'cache hits', round(100.0 * blks_hit / nullif(blks_hit + blks_read, 0), 2), '%' FROM pg_stat_database WHERE datname = current_database()
    UNION ALL
    SELECT 'deadlocks', deadlocks, 'since the counters were reset' FROM pg_stat_database WHERE datname = current_database()
    UNION ALL
    SELECT format('rows of %I', c.relname), greatest(c.reltuples, 0)::numeric, 'estimated'
    FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    UNION ALL
    SELECT format('size of %I', c.relname), pg_total_relation_size(c.oid)::numeric, 'bytes'
    FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    UNION ALL
    SELECT format('unused index %I', i.indexrelname), pg_relation_size(i.indexrelid)::numeric, 'bytes'
    FROM pg_stat_user_indexes AS i JOIN pg_index AS x USING (indexrelid) WHERE i.schemaname = 'public' AND i.idx_scan = 0 AND NOT x.indisunique
$$;

-- ---------------------------------------------------------------- 4. retention and cleaning up

CREATE TABLE IF NOT EXISTS public.data_retention_policies (
    relation    text PRIMARY KEY,
    time_column text NOT NULL,
    keep        interval NOT NULL CONSTRAINT data_retention_policies_keep_positive CHECK (keep > interval '0'),
    reason      text NOT NULL
);
INSERT INTO public.data_retention_policies (relation, time_column, keep, reason) VALUES
    ('public.rate_limits', 'window_start', '1 day', 'counted, and of no use afterwards'),
    ('public.security_alerts', 'created_at', '1 year', 'investigations'),
    ('public.audit_logs', 'created_at', '7 years', 'bookkeeping law')
ON CONFLICT (relation) DO NOTHING;

-- What is older than its policy keeps: counted, or deleted.
CREATE OR REPLACE FUNCTION public.cleanup_old_data(dry_run boolean DEFAULT true) RETURNS TABLE (relation text, affected bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    policy record;
BEGIN
    FOR policy IN SELECT p.relation::regclass AS place, p.time_column, p.keep, p.relation AS shown FROM public.data_retention_policies AS p ORDER BY 4 LOOP
        relation := policy.shown;
        IF dry_run THEN
            EXECUTE format('SELECT count(*) FROM %s WHERE %I < now() - $1', policy.place, policy.time_column) INTO affected USING policy.keep;
        ELSE
            EXECUTE format('DELETE FROM %s WHERE %I < now() - $1', policy.place, policy.time_column) USING policy.keep;
            GET DIAGNOSTICS affected = ROW_COUNT;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

-- ---------------------------------------------------------------- 5. compliance

-- Everything about one person: themself, or an administrator or service, may ask.
CREATE OR REPLACE FUNCTION public.export_user_data(user_uuid uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF auth.uid() <> user_uuid THEN
        RAISE EXCEPTION 'the data of somebody else' USING ERRCODE = '42501';
    END IF;
    RETURN jsonb_build_object(
        'exported_at', now(),
        'profile', (SELECT to_jsonb(p) FROM public.profiles AS p WHERE p.id = user_uuid),
        'memberships', (SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.joined_at), '[]') FROM public.organization_members AS m WHERE m.user_id = user_uuid),
        'actions', (SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY a.id), '[]') FROM public.audit_logs AS a WHERE a.user_id = user_uuid),
        'security', (SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.id), '[]') FROM public.security_alerts AS s WHERE s.user_id = user_uuid));
END
$$;

CREATE TABLE IF NOT EXISTS public.backup_verifications (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    backup      text NOT NULL,
    taken_at    timestamptz NOT NULL,
    verified_at timestamptz NOT NULL DEFAULT now(),
    rows_seen   bigint NOT NULL,
    equal       boolean NOT NULL,
    remarks     text
);
COMMENT ON TABLE public.backup_verifications IS 'Backups that were restored somewhere and compared. A backup without a row here is a hope.';

CREATE OR REPLACE FUNCTION public.record_backup_verification(backup text, taken_at timestamptz, rows_seen bigint, equal boolean, remarks text DEFAULT NULL) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
    INSERT INTO public.backup_verifications (backup, taken_at, rows_seen, equal, remarks) VALUES (backup, taken_at, rows_seen, equal, remarks) RETURNING id
$$;

-- ---------------------------------------------------------------- 6. who may

ALTER TABLE public.security_alerts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.threat_intelligence ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.rate_limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.data_retention_policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.backup_verifications ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS "Admins can view all" ON public.security_alerts;
CREATE POLICY "Admins can view all" ON public.security_alerts FOR SELECT TO admin_role USING (true);
DROP POLICY IF EXISTS "Admins can update all" ON public.security_alerts;
CREATE POLICY "Admins can update all" ON public.security_alerts FOR UPDATE TO admin_role USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS "Admins can manage" ON public.threat_intelligence;
CREATE POLICY "Admins can manage" ON public.threat_intelligence TO admin_role USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS "Admins can view all" ON public.rate_limits;
CREATE POLICY "Admins can view all" ON public.rate_limits FOR SELECT TO admin_role USING (true);
DROP POLICY IF EXISTS "Admins can manage" ON public.data_retention_policies;
CREATE POLICY "Admins can manage" ON public.data_retention_policies TO admin_role USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS "Admins can view all" ON public.backup_verifications;
CREATE POLICY "Admins can view all" ON public.backup_verifications FOR SELECT TO admin_role USING (true);
GRANT SELECT, UPDATE ON public.security_alerts TO admin_role;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.threat_intelligence, public.data_retention_policies TO admin_role;
GRANT SELECT ON public.rate_limits, public.backup_verifications TO admin_role;

REVOKE ALL ON FUNCTION public.check_rate_limit(text, integer, interval), public.log_change(),
    public.log_security_event(text, text, text, uuid, uuid, inet, jsonb), public.detect_suspicious_activity(uuid, inet, uuid),
    public.detect_suspicious_activity(uuid, text, uuid), public.get_database_stats(), public.cleanup_old_data(boolean),
    public.export_user_data(uuid), public.record_backup_verification(text, timestamptz, bigint, boolean, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.check_rate_limit(text, integer, interval), public.log_security_event(text, text, text, uuid, uuid, inet, jsonb),
    public.detect_suspicious_activity(uuid, inet, uuid), public.detect_suspicious_activity(uuid, text, uuid) TO app_service, service_role, admin_role;
GRANT EXECUTE ON FUNCTION public.get_database_stats(), public.cleanup_old_data(boolean),
    public.record_backup_verification(text, timestamptz, bigint, boolean, text) TO admin_role;
GRANT EXECUTE ON FUNCTION public.export_user_data(uuid) TO authenticated, service_role, admin_role;

-- ---------------------------------------------------------------- 7. performance

-- dunlin:allow invalid-index-trap: dunlin looks at the index itself, and builds an invalid one again
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_audit_logs_organization ON public.audit_logs (organization_id, created_at DESC);
-- dunlin:allow invalid-index-trap: dunlin looks at the index itself, and builds an invalid one again
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_trace_events_happened_at ON public.trace_events (organization_id, happened_at DESC);
