INSERT INTO settings (name, value) VALUES ('url', 'postgres://app:hunter2@db.example.com/app');
SELECT net.http_post('https://x', headers := '{"Authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2lnbmF0dXJlc2ln"}');
-- the old one was AKIAIOSFODNN7EXAMPLE
INSERT INTO keys VALUES ('-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEA
-----END RSA PRIVATE KEY-----');
