SELECT no_plan();

-- Nothing is suspicious about nothing.
SELECT is({{schema}}.detect_suspicious_activity('10000000-0000-0000-0000-000000000001', '192.0.2.1', '20000000-0000-0000-0000-000000000001'),
    '{"suspicious": false, "severity": null, "findings": []}'::jsonb, 'nothing is suspicious about nothing; literals find the function');
SELECT is({{schema}}.detect_suspicious_activity(NULL::uuid, NULL::inet, NULL::uuid) ->> 'suspicious', 'false', 'nor about nobody');
SELECT throws_ok($$SELECT {{schema}}.detect_suspicious_activity(NULL, 'ip-address', NULL)$$, '22P02', NULL, 'what is no address is refused');

-- Failed sign-ins.
SET LOCAL ROLE security_writer;
SELECT {{schema}}.log_security_event('sign_in_failed', 'low', '20000000-0000-0000-0000-000000000001', NULL, '192.0.2.1') FROM generate_series(2, {{failed_sign_ins}});
SELECT is({{schema}}.detect_suspicious_activity(NULL, '192.0.2.1'::inet, NULL) ->> 'suspicious', 'false', 'one below the limit');
SELECT {{schema}}.log_security_event('sign_in_failed', 'low', '20000000-0000-0000-0000-000000000001', NULL, '192.0.2.1');
SELECT is({{schema}}.detect_suspicious_activity(NULL, '192.0.2.1'::inet, NULL) #>> '{findings,0,alert_type}', 'failed_sign_ins_from_address', 'at the limit');
SELECT is({{schema}}.detect_suspicious_activity(NULL, '192.0.2.1'::inet, NULL) ->> 'severity', 'high', 'again: still suspicious');
SELECT is({{schema}}.detect_suspicious_activity(NULL, NULL::inet, '20000000-0000-0000-0000-000000000001') #>> '{findings,0,alert_type}', 'failed_sign_ins_of_user', 'of a user');
SELECT {{schema}}.log_security_event('sign_in', 'info', '20000000-0000-0000-0000-000000000001', NULL, '192.0.2.1');
SELECT is({{schema}}.detect_suspicious_activity(NULL, NULL::inet, '20000000-0000-0000-0000-000000000001') ->> 'severity', 'critical', 'a success after failures');
RESET ROLE;
SELECT results_eq($$SELECT alert_type, count(*) FROM {{schema}}.security_alerts GROUP BY 1 ORDER BY 1$$,
    $$VALUES ('failed_sign_ins_from_address', 1::bigint), ('failed_sign_ins_of_user', 1), ('sign_in_after_failures', 1)$$, 'an alert is raised once');
UPDATE {{schema}}.security_alerts SET created_at = now() - {{period}}::interval - interval '1 second';
SELECT {{schema}}.detect_suspicious_activity(NULL, '192.0.2.1'::inet, NULL);
SELECT is((SELECT count(*) FROM {{schema}}.security_alerts WHERE alert_type = 'failed_sign_ins_from_address'), 2::bigint, 'and again after the period');

-- Threats, new addresses.
INSERT INTO {{schema}}.threat_intelligence (network, source, kind, severity, expires_at) VALUES
    ('203.0.113.0/24', 'list', 'botnet', 'critical', NULL), ('198.51.100.0/24', 'list', 'scanner', 'high', now() - interval '1 day');
SELECT is({{schema}}.detect_suspicious_activity(NULL, '203.0.113.9', NULL) ->> 'severity', 'critical', 'a known threat');
SELECT is({{schema}}.detect_suspicious_activity(NULL, '198.51.100.9', NULL) ->> 'suspicious', 'false', 'not one that has expired');
INSERT INTO {{schema}}.security_events (event_type, user_id, ip_address, occurred_at) VALUES ('sign_in', '20000000-0000-0000-0000-000000000002', '192.0.2.7', now() - interval '3 days');
SELECT is({{schema}}.detect_suspicious_activity(NULL, '192.0.2.8'::inet, '20000000-0000-0000-0000-000000000002') #>> '{findings,0,alert_type}', 'new_address', 'a new address');
SELECT is({{schema}}.detect_suspicious_activity(NULL, '192.0.2.8'::inet, '20000000-0000-0000-0000-000000000002') ->> 'suspicious', 'false', 'is not suspicious alone');

-- Rate limits.
SELECT is((SELECT count(*) FROM generate_series(1, 10) AS n WHERE {{schema}}.check_rate_limit('test', 3, '1 hour')), 3::bigint, 'three at once, no more');
SELECT is({{schema}}.check_rate_limit('other', 3, '1 hour'), true, 'keys are apart');
UPDATE dunlin_pack.rate_limit SET taken_until = taken_until - interval '20 minutes' WHERE key = 'test';
SELECT is((SELECT count(*) FROM generate_series(1, 10) AS n WHERE {{schema}}.check_rate_limit('test', 3, '1 hour')), 1::bigint, 'a third of the time gives one back');
SELECT throws_ok($$SELECT {{schema}}.check_rate_limit('x', 0, '1 hour')$$, '22023', NULL, 'a limit of nothing is refused');

-- Rights.
SET LOCAL ROLE security_writer;
SELECT throws_ok($$SELECT * FROM {{schema}}.security_events$$, '42501', NULL, 'a writer does not read');
SELECT is((SELECT {{schema}}.cleanup_security_events()), 0::bigint, 'nothing is old');
RESET ROLE;
SET LOCAL ROLE security_analyst;
SELECT isnt_empty($$SELECT * FROM {{schema}}.security_alerts$$, 'an analyst does');
SELECT lives_ok($$UPDATE {{schema}}.security_alerts SET state = 'resolved', resolved_at = now(), resolved_by = 'me'$$, 'and closes alerts');
SELECT throws_ok($$UPDATE {{schema}}.security_alerts SET description = 'nothing'$$, '42501', NULL, 'but does not rewrite them');
RESET ROLE;

SELECT * FROM finish();
