-- title: pg_hba.conf lets nobody in without proof, and no superuser from afar
-- reference: CIS 5.3, 5.4, 5.9, 5.10, 5.11
SELECT CASE WHEN h.type = 'local' THEN 'warn' ELSE 'critical' END,
       format('line %s: %s', h.line_number, concat_ws(' ', h.type, array_to_string(h.database, ','), array_to_string(h.user_name, ','), h.address)),
       CASE WHEN h.error IS NOT NULL THEN 'isn''t valid: ' || h.error
            WHEN h.auth_method IN ('trust', 'password', 'ident') THEN 'method ' || h.auth_method
            ELSE 'any address, any user, without TLS' END,
       'scram-sha-256 with hostssl, for named users and networks'
FROM pg_hba_file_rules h
WHERE h.error IS NOT NULL
   -- a server that listens on its socket only lets nobody in by rules for networks
   OR ((h.type = 'local' OR current_setting('listen_addresses') <> '')
       AND (h.auth_method IN ('trust', 'password', 'ident')
            OR (h.type IN ('host', 'hostnossl') AND h.address IN ('0.0.0.0', '::', 'all') AND h.auth_method <> 'reject')));
