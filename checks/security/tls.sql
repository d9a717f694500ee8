-- title: Connections over a network are encrypted, with TLS 1.2 or newer
-- reference: CIS 5.8, 6.8
SELECT 'critical', 'ssl', 'off, and the server listens on ' || current_setting('listen_addresses'), 'ssl = on, with a certificate'
WHERE current_setting('ssl') = 'off' AND current_setting('listen_addresses') NOT IN ('', 'localhost', '127.0.0.1')
UNION ALL
SELECT 'critical', 'ssl_min_protocol_version', 'is ' || current_setting('ssl_min_protocol_version'), 'ssl_min_protocol_version = ''TLSv1.2'''
WHERE current_setting('ssl') = 'on' AND current_setting('ssl_min_protocol_version') IN ('', 'TLSv1', 'TLSv1.1')
UNION ALL
SELECT 'critical', a.usename::text, count(*) || ' sessions from ' || host(a.client_addr) || ' without TLS', 'hostssl in pg_hba.conf, sslmode=verify-full in the client'
FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)
WHERE NOT s.ssl AND a.client_addr IS NOT NULL AND host(a.client_addr) NOT IN ('127.0.0.1', '::1')
GROUP BY a.usename, a.client_addr
UNION ALL
SELECT 'skipped', 'ssl', 'the server takes no connections over a network; whether a proxy in front of it encrypts can''t be seen from here', ''
WHERE current_setting('ssl') = 'off' AND current_setting('listen_addresses') IN ('', 'localhost', '127.0.0.1');
