-- Migration: 20250618090000_pack_security_events
-- Description: pack security_events 1.0: security events and alerts, suspicious activity, rate limits, threat intelligence
-- Date: 2026-11-21
-- Priority: HIGH
-- Dependencies: 002
-- Tags: 002_security_remaining
-- Pack: add security_events 1.0
-- Pack-Parameters: {"analysts":"service_role","failed_sign_ins":"5","keep":"90 days","period":"15 minutes","schema":"public","writers":"service_role"}

-- Security events as the application sees them, and alerts that are concluded from them.

CREATE SCHEMA IF NOT EXISTS dunlin_pack;

CREATE TABLE "public".security_events (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    occurred_at     timestamptz NOT NULL DEFAULT now(),
    event_type      text NOT NULL CHECK (event_type ~ '^[a-z][a-z0-9_.]{0,79}$'),
    severity        text NOT NULL DEFAULT 'info' CHECK (severity IN ('info', 'low', 'medium', 'high', 'critical')),
    user_id         uuid,
    organization_id uuid,
    ip_address      inet,
    details         jsonb
);
CREATE INDEX ON "public".security_events (user_id, occurred_at) WHERE user_id IS NOT NULL;
CREATE INDEX ON "public".security_events (ip_address, occurred_at) WHERE ip_address IS NOT NULL;
CREATE INDEX ON "public".security_events USING brin (occurred_at);
COMMENT ON COLUMN "public".security_events.ip_address IS 'as the application says: behind a proxy it is only as good as the proxy''s header';

CREATE TABLE "public".security_alerts (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_type      text NOT NULL,
    severity        text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
    description     text NOT NULL,
    subject         text NOT NULL,  -- what it is about, so that it isn't raised again at once
    user_id         uuid,
    organization_id uuid,
    ip_address      inet,
    details         jsonb,
    state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'acknowledged', 'resolved', 'false_alarm')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    resolved_at     timestamptz,
    resolved_by     text
);
CREATE INDEX ON "public".security_alerts (alert_type, subject, created_at DESC);
CREATE INDEX ON "public".security_alerts (created_at) WHERE state = 'open';

-- Addresses that somebody else has found to be bad.
CREATE TABLE "public".threat_intelligence (
    network    inet NOT NULL,
    source     text NOT NULL,
    kind       text NOT NULL,
    severity   text NOT NULL DEFAULT 'medium' CHECK (severity IN ('low', 'medium', 'high', 'critical')),
    note       text,
    added_at   timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    PRIMARY KEY (network, source)
);
CREATE INDEX ON "public".threat_intelligence USING gist (network inet_ops);

-- Lost in a crash, which makes everybody's limit full again: it is written with every request.
CREATE UNLOGGED TABLE dunlin_pack.rate_limit (
    key       text PRIMARY KEY,
    taken_until timestamptz NOT NULL
) WITH (fillfactor = 50);
REVOKE ALL ON dunlin_pack.rate_limit FROM PUBLIC;

ALTER TABLE "public".security_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public".security_alerts ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public".threat_intelligence ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Analysts read events" ON "public".security_events FOR SELECT TO "service_role" USING (true);
CREATE POLICY "Analysts work on alerts" ON "public".security_alerts FOR ALL TO "service_role" USING (true) WITH CHECK (true);
CREATE POLICY "Analysts keep intelligence" ON "public".threat_intelligence FOR ALL TO "service_role" USING (true) WITH CHECK (true);
GRANT SELECT ON "public".security_events, "public".security_alerts TO "service_role";
GRANT UPDATE (state, resolved_at, resolved_by) ON "public".security_alerts TO "service_role";
GRANT SELECT, INSERT, UPDATE, DELETE ON "public".threat_intelligence TO "service_role";

-- ---------------------------------------------------------------------------------------------------------------------
-- Events and alerts
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION "public".log_security_event(
    event_type text, severity text DEFAULT 'info', user_id uuid DEFAULT NULL, organization_id uuid DEFAULT NULL,
    ip_address inet DEFAULT NULL, details jsonb DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    INSERT INTO "public".security_events (event_type, severity, user_id, organization_id, ip_address, details)
    VALUES (event_type, severity, user_id, organization_id, ip_address, details) RETURNING id
$$;
REVOKE ALL ON FUNCTION "public".log_security_event(text, text, uuid, uuid, inet, jsonb) FROM PUBLIC;

-- NULL when the same alert was raised within the period and is still open.
CREATE FUNCTION dunlin_pack.raise_security_alert(
    alert_type text, severity text, description text, subject text, user_id uuid, organization_id uuid, ip_address inet, details jsonb)
RETURNS bigint LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    alert_id bigint;
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('dunlin_pack.alert ' || alert_type || ' ' || subject, 0));
    INSERT INTO "public".security_alerts AS a (alert_type, severity, description, subject, user_id, organization_id, ip_address, details)
    SELECT raise_security_alert.alert_type, raise_security_alert.severity, raise_security_alert.description,
           raise_security_alert.subject, raise_security_alert.user_id, raise_security_alert.organization_id,
           raise_security_alert.ip_address, raise_security_alert.details
    WHERE NOT EXISTS (
        SELECT FROM "public".security_alerts AS e
        WHERE e.alert_type = raise_security_alert.alert_type AND e.subject = raise_security_alert.subject
          AND e.state IN ('open', 'acknowledged') AND e.created_at > now() - '15 minutes'::interval)
    RETURNING a.id INTO alert_id;
    RETURN alert_id;
END
$$;
REVOKE ALL ON FUNCTION dunlin_pack.raise_security_alert(text, text, text, text, uuid, uuid, inet, jsonb) FROM PUBLIC;

-- Looks at the events of a person, an address, an organisation (any may be NULL) and raises alerts. Returns
-- {"suspicious": true, "severity": "high", "findings": [{"alert_type": ..., "severity": ..., "description": ...}]}.
CREATE FUNCTION "public".detect_suspicious_activity(organization_id uuid, ip_address inet, user_id uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
    org uuid := detect_suspicious_activity.organization_id;
    address inet := detect_suspicious_activity.ip_address;
    person uuid := detect_suspicious_activity.user_id;
    since timestamptz := now() - '15 minutes'::interval;
    finding record;
    found jsonb := '[]';
    worst integer := 0;
BEGIN
    FOR finding IN
        SELECT 'failed_sign_ins_from_address' AS alert_type, 'high' AS severity, host(address) AS subject,
               pg_catalog.format('%s failed sign-ins from %s', count(*), host(address)) AS description
        FROM "public".security_events AS e
        WHERE e.ip_address = address AND e.event_type = 'sign_in_failed' AND e.occurred_at > since
        HAVING count(*) >= 5
      UNION ALL
        SELECT 'failed_sign_ins_of_user', CASE WHEN count(DISTINCT e.ip_address) >= 3 THEN 'critical' ELSE 'high' END, person::text,
               pg_catalog.format('%s failed sign-ins of this user from %s addresses', count(*), count(DISTINCT e.ip_address))
        FROM "public".security_events AS e
        WHERE e.user_id = person AND e.event_type = 'sign_in_failed' AND e.occurred_at > since
        HAVING count(*) >= 5
      UNION ALL
        SELECT 'sign_in_after_failures', 'critical', person::text, 'a sign-in succeeded after many that failed'
        WHERE (SELECT count(*) FROM "public".security_events AS e
               WHERE e.user_id = person AND e.event_type = 'sign_in_failed' AND e.occurred_at > since) >= 5
          AND (SELECT e.event_type FROM "public".security_events AS e
               WHERE e.user_id = person AND e.event_type IN ('sign_in_failed', 'sign_in') ORDER BY e.occurred_at DESC, e.id DESC LIMIT 1) = 'sign_in'
      UNION ALL
        SELECT 'many_addresses', 'medium', person::text,
               pg_catalog.format('this user came from %s addresses in %s', count(DISTINCT e.ip_address), '15 minutes')
        FROM "public".security_events AS e
        WHERE e.user_id = person AND e.occurred_at > since
        HAVING count(DISTINCT e.ip_address) >= 5
      UNION ALL
        SELECT 'new_address', 'low', person::text || ' ' || host(address), pg_catalog.format('this user never came from %s before', host(address))
        WHERE EXISTS (SELECT FROM "public".security_events AS e WHERE e.user_id = person AND e.occurred_at < since AND e.ip_address IS NOT NULL)
          AND address IS NOT NULL
          AND NOT EXISTS (SELECT FROM "public".security_events AS e WHERE e.user_id = person AND e.ip_address = address AND e.occurred_at < since)
      UNION ALL
        SELECT 'known_threat', t.severity, host(address), pg_catalog.format('%s is in %s (%s, from %s)', host(address), t.network, t.kind, t.source)
        FROM "public".threat_intelligence AS t
        WHERE t.network >>= address AND (t.expires_at IS NULL OR t.expires_at > now())
      UNION ALL
        SELECT 'denied_requests', 'medium', coalesce(org::text, person::text, host(address)),
               pg_catalog.format('%s requests were denied by rate limits', count(*))
        FROM "public".security_events AS e
        WHERE e.event_type = 'rate_limited' AND e.occurred_at > since
          AND (e.user_id = person OR e.ip_address = address OR e.organization_id = org)
        HAVING count(*) >= 20
    LOOP
        PERFORM dunlin_pack.raise_security_alert(finding.alert_type, finding.severity, finding.description, finding.subject, person, org,
                                                 address, NULL);
        found := found || jsonb_build_object('alert_type', finding.alert_type, 'severity', finding.severity, 'description', finding.description);
        worst := greatest(worst, pg_catalog.array_position('{low,medium,high,critical}', finding.severity));
    END LOOP;
    RETURN jsonb_build_object('suspicious', worst > 1, 'severity', ('{low,medium,high,critical}'::text[])[worst], 'findings', found);
END
$$;
COMMENT ON FUNCTION "public".detect_suspicious_activity(uuid, inet, uuid) IS 'suspicious from severity medium on; alerts are raised for all findings';

-- The same for addresses that come as text; one that is none is refused.
CREATE FUNCTION "public".detect_suspicious_activity(organization_id uuid, ip_address text, user_id uuid) RETURNS jsonb
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    SELECT "public".detect_suspicious_activity(organization_id, ip_address::inet, user_id)
$$;
REVOKE ALL ON FUNCTION "public".detect_suspicious_activity(uuid, inet, uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION "public".detect_suspicious_activity(uuid, text, uuid) FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------------
-- Rate limits
-- ---------------------------------------------------------------------------------------------------------------------

-- Whether one more request of `key` is allowed: `at_most` at once, and as many again evenly over `per`. One row, one
-- statement: however many ask at the same time, no more are allowed. What is refused takes nothing away.
CREATE FUNCTION "public".check_rate_limit(key text, at_most integer, per interval) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    one interval;
    now_ timestamptz;
BEGIN
    IF at_most < 1 OR per <= interval '0' OR key IS NULL OR at_most IS NULL OR per IS NULL THEN
        RAISE EXCEPTION 'a limit needs a key, at least one request, and a time' USING ERRCODE = '22023';
    END IF;
    one := per / at_most;
    -- The row is locked first, so that the time is that of our turn.
    INSERT INTO dunlin_pack.rate_limit AS r (key, taken_until) VALUES (check_rate_limit.key, '-infinity') ON CONFLICT DO NOTHING;
    PERFORM FROM dunlin_pack.rate_limit AS r WHERE r.key = check_rate_limit.key FOR UPDATE;
    now_ := pg_catalog.clock_timestamp();
    UPDATE dunlin_pack.rate_limit AS r SET taken_until = greatest(r.taken_until, now_) + one
    WHERE r.key = check_rate_limit.key AND greatest(r.taken_until, now_) + one <= now_ + per;
    RETURN FOUND;
END
$$;
REVOKE ALL ON FUNCTION "public".check_rate_limit(text, integer, interval) FROM PUBLIC;

-- Call it daily: limits that are full again, events that are too old. Returns how many rows went.
CREATE FUNCTION "public".cleanup_security_events() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    WITH limits AS (DELETE FROM dunlin_pack.rate_limit WHERE taken_until < now() RETURNING 1),
    events AS (DELETE FROM "public".security_events WHERE occurred_at < now() - '90 days'::interval RETURNING 1)
    SELECT (SELECT count(*) FROM limits) + (SELECT count(*) FROM events)
$$;
REVOKE ALL ON FUNCTION "public".cleanup_security_events() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public".log_security_event(text, text, uuid, uuid, inet, jsonb) TO "service_role";
GRANT EXECUTE ON FUNCTION "public".detect_suspicious_activity(uuid, inet, uuid) TO "service_role";
GRANT EXECUTE ON FUNCTION "public".detect_suspicious_activity(uuid, text, uuid) TO "service_role";
GRANT EXECUTE ON FUNCTION "public".check_rate_limit(text, integer, interval) TO "service_role";
GRANT EXECUTE ON FUNCTION "public".cleanup_security_events() TO "service_role";
