-- expect: equal
-- Names that PostgreSQL doesn't have, misspelled ones among them; only the affinity counts.
CREATE TABLE t (a guid, b string, c number, d longvarchar, e mediumint, f duration, g enum, h int2, i int8, j interger,
  k "double precision", l unsigned big int, m native character(70), n varying character(255), o float4, p BYTE[]);
INSERT INTO t VALUES ('18f2', 'text', 1, 'long', 2, '1h', 'x', 3, 9223372036854775807, 5, 0.1, 6, 'ch', 'vc', 1.5, x'00ff');
