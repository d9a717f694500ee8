DROP FUNCTION "public".cleanup_security_events() RESTRICT;
DROP FUNCTION "public".check_rate_limit(text, integer, interval) RESTRICT;
DROP FUNCTION "public".detect_suspicious_activity(uuid, text, uuid) RESTRICT;
DROP FUNCTION "public".detect_suspicious_activity(uuid, inet, uuid) RESTRICT;
DROP FUNCTION dunlin_pack.raise_security_alert(text, text, text, text, uuid, uuid, inet, jsonb) RESTRICT;
DROP FUNCTION "public".log_security_event(text, text, uuid, uuid, inet, jsonb) RESTRICT;
DROP TABLE dunlin_pack.rate_limit RESTRICT;
DROP TABLE "public".threat_intelligence RESTRICT;
DROP TABLE "public".security_alerts RESTRICT;
DROP TABLE "public".security_events RESTRICT;

-- The schema goes with the last pack in it.
DO $$
BEGIN
    DROP SCHEMA dunlin_pack RESTRICT;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END
$$;
