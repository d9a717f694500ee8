-- A property platform as it has grown on SQLite: what ORMs, hand-written SQL and three rounds of "just store it" leave
-- behind. `generate` fills it.
PRAGMA foreign_keys = OFF;

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id TEXT NOT NULL UNIQUE,                        -- a UUID
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  full_name TEXT NOT NULL,
  phone TEXT DEFAULT '',
  role TEXT NOT NULL DEFAULT 'buyer' CHECK (role IN ('buyer', 'seller', 'agent', 'developer', 'admin')),
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'invited', 'suspended', 'closed')),
  kyc_status TEXT NOT NULL DEFAULT 'none' CHECK (kyc_status IN ('none', 'pending', 'approved', 'rejected')),
  preferences JSON NOT NULL DEFAULT '{}',
  is_verified BOOLEAN NOT NULL DEFAULT 0,
  marketing BOOLEAN,
  last_login INTEGER,                                    -- milliseconds since 1970
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME
);
CREATE INDEX users_status ON users (status, created_at DESC);

CREATE TABLE developers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  registration TEXT UNIQUE,
  rating REAL CHECK (rating BETWEEN 0 AND 5),
  founded DATE,
  contact JSON
);

CREATE TABLE developments (
  id INTEGER PRIMARY KEY,
  developer_id INTEGER NOT NULL REFERENCES developers (id),
  name TEXT NOT NULL,
  slug TEXT NOT NULL COLLATE NOCASE,
  county TEXT NOT NULL,
  latitude REAL,
  longitude REAL,
  starts_on DATE,
  completes_on TEXT                                      -- dates, '' and 'TBC'
);
CREATE UNIQUE INDEX developments_slug ON developments (slug);

CREATE TABLE properties (
  id INTEGER PRIMARY KEY,
  development_id INTEGER NOT NULL REFERENCES developments,
  unit_number TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('apartment', 'house', 'duplex', 'site')),
  bedrooms INTEGER,                                      -- numbers, and 'studio'
  price DECIMAL(12,2) CHECK (price > 0),
  area REAL,
  deposit_cents INTEGER NOT NULL DEFAULT 0,
  fee_cents INTEGER NOT NULL DEFAULT 0,
  upfront_cents INTEGER GENERATED ALWAYS AS (deposit_cents + fee_cents) STORED,
  features JSON,
  available BOOLEAN NOT NULL DEFAULT 1,
  listed_at INTEGER,                                     -- seconds since 1970
  UNIQUE (development_id, unit_number)
);
CREATE INDEX properties_price ON properties (price) WHERE available = 1;
CREATE INDEX properties_number ON properties (upper(unit_number));

CREATE TABLE sales (
  id INTEGER PRIMARY KEY,
  property_id INTEGER NOT NULL REFERENCES properties (id),
  buyer_id INTEGER NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
  agent_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
  status TEXT NOT NULL CHECK (status IN ('reserved', 'contracted', 'closed', 'fallen through')),
  price DECIMAL(12,2) NOT NULL,
  reserved_at TEXT NOT NULL,                             -- ISO 8601 with an offset
  closed_on DATE,
  previous_sale_id INTEGER REFERENCES sales (id) DEFERRABLE INITIALLY DEFERRED,
  CHECK (closed_on IS NULL OR status = 'closed')
);
CREATE UNIQUE INDEX sales_one_open ON sales (property_id) WHERE status IN ('reserved', 'contracted');
CREATE INDEX sales_buyer ON sales (buyer_id);

CREATE TABLE payments (
  id BLOB NOT NULL PRIMARY KEY,                     -- a UUID as bytes
  sale_id INTEGER NOT NULL REFERENCES sales ON DELETE CASCADE,
  amount_cents INTEGER NOT NULL,
  currency TEXT NOT NULL DEFAULT 'EUR',
  ledger_number NUMERIC,                                 -- beyond 2^53
  paid_at DATETIME NOT NULL                              -- '2024-01-31T10:00:00.000Z'
);
CREATE INDEX payments_sale ON payments (sale_id);

CREATE TABLE documents (
  id TEXT NOT NULL PRIMARY KEY,                          -- a UUID
  sale_id INTEGER REFERENCES sales (id) ON DELETE CASCADE,
  user_id INTEGER REFERENCES users (id),
  file_name TEXT NOT NULL,
  content BLOB,
  extract TEXT,                                          -- what a scanner read: not always UTF-8
  raw_header TEXT,                                       -- with NUL bytes
  uploaded_at DATETIME NOT NULL
);
CREATE INDEX documents_sale ON documents (sale_id);

CREATE TABLE kyc_checks (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),        -- some of them are gone
  provider TEXT NOT NULL DEFAULT 'manual',
  result JSON,
  score REAL,
  checked_at REAL NOT NULL                               -- a julian day
);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  sender_id INTEGER NOT NULL REFERENCES users (id),
  recipient_id INTEGER NOT NULL REFERENCES users (id),
  body TEXT NOT NULL,
  sent_at INTEGER NOT NULL,                              -- milliseconds since 1970
  read_at INTEGER
);
CREATE INDEX messages_recipient ON messages (recipient_id, sent_at DESC);
CREATE VIRTUAL TABLE messages_text USING fts5(body, content='messages', content_rowid='id');

CREATE TABLE favourites (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  property_id INTEGER NOT NULL REFERENCES properties (id) ON DELETE CASCADE,
  added_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (user_id, property_id)
) WITHOUT ROWID;

CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  actor_id INTEGER,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  entity_id TEXT,                                        -- whatever identifies it
  detail TEXT,
  at INTEGER NOT NULL                                    -- milliseconds since 1970
);
CREATE INDEX audit_log_entity ON audit_log (entity, entity_id);

CREATE TABLE settings (
  "key" TEXT NOT NULL PRIMARY KEY,
  value,                                                 -- of any type
  "group" TEXT NOT NULL DEFAULT 'general'
);

CREATE VIEW available_properties AS
  SELECT p.id, d.name AS development, d.county, p.unit_number, p.kind, p.price
  FROM properties AS p JOIN developments AS d ON d.id = p.development_id
  WHERE p.available = 1;

CREATE VIEW sales_by_county AS
  SELECT d.county, count(*) AS sales, sum(s.price) AS total
  FROM sales AS s JOIN properties AS p ON p.id = s.property_id JOIN developments AS d ON d.id = p.development_id
  WHERE s.status = 'closed'
  GROUP BY d.county;

CREATE TRIGGER users_touch AFTER UPDATE OF email, full_name, phone, role, status ON users BEGIN
  UPDATE users SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id;
END;

CREATE TRIGGER sales_audit AFTER UPDATE OF status ON sales WHEN OLD.status <> NEW.status BEGIN
  INSERT INTO audit_log (action, entity, entity_id, detail, at)
  VALUES ('sale ' || NEW.status, 'sales', NEW.id, OLD.status, 0);
END;
