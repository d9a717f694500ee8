DROP FUNCTION {{schema}}.cleanup_security_events() RESTRICT;
DROP FUNCTION {{schema}}.check_rate_limit(text, integer, interval) RESTRICT;
DROP FUNCTION {{schema}}.detect_suspicious_activity(uuid, text, uuid) RESTRICT;
DROP FUNCTION {{schema}}.detect_suspicious_activity(uuid, inet, uuid) RESTRICT;
DROP FUNCTION dunlin_pack.raise_security_alert(text, text, text, text, uuid, uuid, inet, jsonb) RESTRICT;
DROP FUNCTION {{schema}}.log_security_event(text, text, uuid, uuid, inet, jsonb) RESTRICT;
DROP TABLE dunlin_pack.rate_limit RESTRICT;
DROP TABLE {{schema}}.threat_intelligence RESTRICT;
DROP TABLE {{schema}}.security_alerts RESTRICT;
DROP TABLE {{schema}}.security_events RESTRICT;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
