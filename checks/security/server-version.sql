-- title: The server's major version is still maintained
-- reference: CIS 1.5
-- End dates: postgresql.org/support/versioning, as of PostgreSQL 18's release.
SELECT CASE WHEN now() > e.ends THEN 'critical' ELSE 'warn' END, 'PostgreSQL ' || e.major,
       CASE WHEN now() > e.ends THEN 'gets no corrections since ' ELSE 'gets no corrections after ' END || e.ends,
       'upgrade to a newer major version'
FROM (VALUES (10, date '2022-11-10'), (11, '2023-11-09'), (12, '2024-11-21'), (13, '2025-11-13'), (14, '2026-11-12'),
             (15, '2027-11-11'), (16, '2028-11-09'), (17, '2029-11-08'), (18, '2030-11-14')) AS e (major, ends)
WHERE e.major = current_setting('server_version_num')::int / 10000 AND now() > e.ends - interval '90 days';
