-- Rows for schema.sql: about :rows in all, the same ones every time. Read by `generate`, which sets :rows.
-- h(i, salt), a number that looks random, is spelled out: (i * 48271 + salt) * 69621 % 2147483647.
PRAGMA foreign_keys = OFF;
PRAGMA synchronous = OFF;
PRAGMA journal_mode = MEMORY;
BEGIN;

CREATE TEMP TABLE size AS SELECT
  max(:rows / 20, 20) AS users, max(:rows / 4000, 3) AS developers, max(:rows / 1000, 5) AS developments,
  max(:rows / 10, 40) AS properties, max(:rows / 25, 20) AS sales, max(:rows / 12, 30) AS payments,
  max(:rows / 50, 10) AS documents, max(:rows / 25, 10) AS checks, max(:rows * 28 / 100, 30) AS messages,
  max(:rows * 30 / 100, 40) AS audit, max(:rows / 10, 30) AS favourites;

-- Every user's address is written as people write it. Some phones are '', some logins unknown.
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT users FROM size)),
  r AS (SELECT i, (i * 48271 + 11) * 69621 % 2147483647 AS h FROM n)
INSERT INTO users (id, public_id, email, full_name, phone, role, status, kyc_status, preferences, is_verified, marketing, last_login, created_at, updated_at)
SELECT i, printf('%08x-0000-4000-8000-%012x', h, i),
  CASE i % 4 WHEN 0 THEN upper(substr('anbrcidoem', 1 + i % 9, 1)) ELSE '' END || 'user' || i || CASE i % 3 WHEN 0 THEN '@Prop.IE' ELSE '@prop.ie' END,
  CASE i % 7 WHEN 0 THEN 'Seán Ó Briain ' WHEN 1 THEN 'Áine Ní Dhonnchadha ' WHEN 2 THEN 'O''Neill ' ELSE 'Mary Byrne ' END || i,
  CASE i % 5 WHEN 0 THEN '' WHEN 1 THEN NULL ELSE '+353 8' || i END,
  CASE WHEN i = 1 THEN 'admin' WHEN i % 20 = 0 THEN 'agent' WHEN i % 50 = 1 THEN 'developer' WHEN i % 3 = 0 THEN 'seller' ELSE 'buyer' END,
  CASE WHEN i % 17 = 0 THEN 'suspended' WHEN i % 23 = 0 THEN 'invited' WHEN i % 31 = 0 THEN 'closed' ELSE 'active' END,
  CASE h % 4 WHEN 0 THEN 'none' WHEN 1 THEN 'pending' WHEN 2 THEN 'rejected' ELSE 'approved' END,
  CASE i % 3 WHEN 0 THEN '{}' WHEN 1 THEN '{"theme": "dark", "alerts": {"county": ["Dublin", "Cork"], "max": ' || h || '.50}}'
    ELSE json_object('language', 'ga', 'note', 'fáilte 🏠') END,
  h % 2, CASE i % 3 WHEN 0 THEN NULL ELSE i % 2 END,
  CASE WHEN i % 9 = 0 THEN NULL ELSE 1577836800000 + h * 60 END,
  datetime(1546300800 + h % 150000000, 'unixepoch'), CASE i % 4 WHEN 0 THEN NULL ELSE datetime(1577836800 + h % 120000000, 'unixepoch') END
FROM r;
-- The counter has gone further than the rows.
INSERT INTO users (id, public_id, email, full_name) SELECT users + 1000, 'gone', 'gone@prop.ie', 'gone' FROM size;
DELETE FROM users WHERE public_id = 'gone';

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT developers FROM size))
INSERT INTO developers
SELECT i, 'Builder ' || i || ' & Sons', CASE i % 4 WHEN 0 THEN NULL ELSE 'IE' || (500000 + i) END,
  CASE i % 5 WHEN 0 THEN NULL ELSE (i * 7 % 50) / 10.0 END, date(0 + (i * 86400 * 37) % 1500000000, 'unixepoch'),
  CASE i % 2 WHEN 0 THEN NULL ELSE json_object('phone', '01 ' || i, 'offices', json_array('Dublin', i)) END FROM n;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT developments FROM size))
INSERT INTO developments
SELECT i, 1 + i % (SELECT developers FROM size), 'Development ' || i, CASE i % 2 WHEN 0 THEN 'Park-' ELSE 'park-' END || i,
  CASE i % 6 WHEN 0 THEN 'Dublin' WHEN 1 THEN 'Cork' WHEN 2 THEN 'Gaillimh' WHEN 3 THEN 'Dún Laoghaire' WHEN 4 THEN 'Louth' ELSE 'Kildare' END,
  51.4 + (i * 7919 % 40000) / 10000.0, -10.5 + (i * 104729 % 45000) / 10000.0, date(1577836800 + i * 86400 % 100000000, 'unixepoch'),
  CASE i % 5 WHEN 0 THEN '' WHEN 1 THEN 'TBC' ELSE date(1672531200 + i * 86400 % 100000000, 'unixepoch') END FROM n;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT properties FROM size)),
  r AS (SELECT i, (i * 48271 + 13) * 69621 % 2147483647 AS h FROM n)
INSERT INTO properties (id, development_id, unit_number, kind, bedrooms, price, area, deposit_cents, fee_cents, features, available, listed_at)
SELECT i, 1 + i % (SELECT developments FROM size), 'u' || i || CASE i % 3 WHEN 0 THEN 'a' ELSE '' END,
  CASE i % 4 WHEN 0 THEN 'apartment' WHEN 1 THEN 'house' WHEN 2 THEN 'duplex' ELSE 'site' END,
  CASE WHEN i % 40 = 0 THEN 'studio' WHEN i % 4 = 3 THEN NULL ELSE 1 + h % 5 END,
  CASE WHEN i % 50 = 1 THEN NULL ELSE 150000 + h % 900000 + (h % 4) * 0.25 END, CASE i % 11 WHEN 0 THEN NULL ELSE 38 + (h % 20000) / 100.0 END,
  h % 5000000, 25000, CASE i % 2 WHEN 0 THEN NULL ELSE '{"ber": "A' || (1 + h % 3) || '", "parking": ' || (h % 3) || ', "tags": ["garden", "sea view"]}' END,
  h % 3 > 0, CASE i % 6 WHEN 0 THEN NULL ELSE 1577836800 + h % 130000000 END FROM r;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT sales FROM size)),
  r AS (SELECT i, (i * 48271 + 17) * 69621 % 2147483647 AS h FROM n)
INSERT INTO sales
SELECT i, 1 + (i * 2) % (SELECT properties FROM size), 1 + h % (SELECT users FROM size), CASE i % 3 WHEN 0 THEN NULL ELSE 1 + (h / 7) % (SELECT users FROM size) END,
  CASE i % 4 WHEN 0 THEN 'reserved' WHEN 1 THEN 'contracted' WHEN 2 THEN 'fallen through' ELSE 'closed' END, 150000 + h % 900000 + 0.99,
  strftime('%Y-%m-%dT%H:%M:%S', 1609459200 + h % 90000000, 'unixepoch') || CASE i % 2 WHEN 0 THEN '+01:00' ELSE '+00:00' END,
  CASE i % 4 WHEN 3 THEN date(1640995200 + h % 60000000, 'unixepoch') END,
  CASE WHEN i % 10 = 0 AND i < (SELECT sales FROM size) THEN i + 1 END FROM r;

-- Ids of sixteen bytes, and ledger numbers that a double can't hold.
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT payments FROM size)),
  r AS (SELECT i, (i * 48271 + 19) * 69621 % 2147483647 AS h FROM n)
INSERT INTO payments
SELECT CAST(printf('%08x%08x', h, i) AS BLOB), 1 + h % (SELECT sales FROM size), 100 + h % 9000000,
  CASE i % 12 WHEN 0 THEN 'GBP' ELSE 'EUR' END, CASE i % 3 WHEN 0 THEN NULL ELSE 9007199254740993 + h END,
  strftime('%Y-%m-%dT%H:%M:%S.', 1609459200 + h % 90000000, 'unixepoch') || printf('%03dZ', h % 1000) FROM r;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT documents FROM size)),
  r AS (SELECT i, (i * 48271 + 23) * 69621 % 2147483647 AS h FROM n)
INSERT INTO documents
SELECT printf('%08x-0000-4000-9000-%012x', h, i), CASE i % 4 WHEN 0 THEN NULL ELSE 1 + h % (SELECT sales FROM size) END,
  1 + h % (SELECT users FROM size), CASE i % 3 WHEN 0 THEN 'lease.pdf' ELSE 'scan ' || i || '.jpg' END,
  CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN x'' ELSE CAST(CAST(x'255044462d312e3400ff' AS TEXT) || h AS BLOB) END,
  CASE i % 5 WHEN 0 THEN CAST(x'636166e9' AS TEXT) || ' ' || i WHEN 1 THEN '' ELSE 'Folio ' || i || ' – Contae Átha Cliath' END,
  CASE i % 6 WHEN 0 THEN 'II*' || char(0) || 'head' || i ELSE 'head' || i END,
  datetime(1609459200 + h % 90000000, 'unixepoch') FROM r;

-- Every fiftieth check belongs to a user who is gone.
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT checks FROM size)),
  r AS (SELECT i, (i * 48271 + 29) * 69621 % 2147483647 AS h FROM n)
INSERT INTO kyc_checks
SELECT i, CASE i % 50 WHEN 7 THEN (SELECT users FROM size) + 1 + i ELSE 1 + h % (SELECT users FROM size) END,
  CASE i % 3 WHEN 0 THEN 'manual' ELSE 'provider-' || i % 3 END,
  CASE i % 4 WHEN 0 THEN NULL ELSE json_object('match', json(CASE h % 2 WHEN 0 THEN 'true' ELSE 'false' END), 'score', h % 100) END,
  CASE i % 6 WHEN 0 THEN NULL ELSE (h % 1000) / 1000.0 END, 2458849.5 + (h % 16000) / 8.0 FROM r;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT messages FROM size)),
  r AS (SELECT i, (i * 48271 + 31) * 69621 % 2147483647 AS h FROM n)
INSERT INTO messages
SELECT i, 1 + h % (SELECT users FROM size), 1 + (h / 13) % (SELECT users FROM size),
  CASE i % 5 WHEN 0 THEN 'Is unit u' || h % 1000 || ' still available?' WHEN 1 THEN 'Go raibh maith agat! 👍' WHEN 2 THEN ''
    ELSE 'Line one' || char(10) || 'a tab' || char(9) || 'a backslash \ and a "quote" ' || h END,
  1577836800000 + h * 60, CASE i % 4 WHEN 0 THEN NULL ELSE 1577836800000 + h * 61 END FROM r;
INSERT INTO messages_text (messages_text) VALUES ('rebuild');

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT favourites FROM size))
INSERT INTO favourites (user_id, property_id, added_at)
SELECT DISTINCT 1 + i % (SELECT users FROM size), 1 + i / 2 % (SELECT properties FROM size), datetime(1609459200 + i * 977 % 90000000, 'unixepoch')
FROM n WHERE true ON CONFLICT DO NOTHING;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT audit FROM size)),
  r AS (SELECT i, (i * 48271 + 37) * 69621 % 2147483647 AS h FROM n)
INSERT INTO audit_log (actor_id, action, entity, entity_id, detail, at)
SELECT CASE i % 8 WHEN 0 THEN NULL ELSE h % 100000 END, CASE i % 3 WHEN 0 THEN 'login' WHEN 1 THEN 'view' ELSE 'update' END,
  CASE i % 2 WHEN 0 THEN 'users' ELSE 'properties' END, CASE i % 6 WHEN 0 THEN NULL ELSE h % 5000 END,
  CASE i % 4 WHEN 0 THEN NULL ELSE 'from 10.0.' || h % 256 || '.' || i % 256 END, 1577836800000 + h * 60 FROM r;

INSERT INTO settings VALUES
  ('site.name', 'Prop', 'general'), ('listing.limit', 50, 'listings'), ('fee.rate', 0.0125, 'fees'), ('maintenance', NULL, 'general'),
  ('invoice.counter', 9007199254740993, 'fees'), ('welcome', '', 'mail'),
  ('door.code', '1916', 'general');
COMMIT;
ANALYZE;
