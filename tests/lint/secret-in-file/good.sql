INSERT INTO settings (name, value) VALUES ('url', 'postgres://app:${PASSWORD}@db.example.com/app');
INSERT INTO settings (name, value) VALUES ('docs', 'https://example.com:8080/a@b');
SELECT sk_live_customer_accounts_of_the_year FROM t;
INSERT INTO keys VALUES ('-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0B
-----END PUBLIC KEY-----');
SELECT eyJ.a.b FROM eyJ;
