-- expect: equal
CREATE TABLE t (id BLOB PRIMARY KEY CHECK (length(id) = 16), other UUID CHECK (typeof(other) = 'blob' OR other IS NULL), code UUID CHECK (length(code) = 36),
  small GUID CHECK (small NOT LIKE '%a%' OR length(small) = 32), shown TEXT AS (hex(id)) STORED, first TEXT AS (substr(code, 1, 8)), bytes AS (substr(id, 1, 2)),
  CHECK (id <> x'00000000000000000000000000000000'));
CREATE INDEX t_hex ON t (hex(id));
CREATE INDEX t_part ON t (code) WHERE length(id) = 16;
INSERT INTO t (id, other, code, small) VALUES
  (x'000102030405060708090a0b0c0d0e0f', x'f00102030405060708090a0b0c0d0e0f', 'AABBCCDD-1234-4234-8234-001122334455', '00112233445566778899aabbccddeeff'),
  (x'100102030405060708090a0b0c0d0e0f', NULL, 'AABBCCDE-1234-4234-8234-001122334455', '10112233445566778899aabbccddeeff');
