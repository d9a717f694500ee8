# -- dunlin:batch: an UPDATE or DELETE over ranges of a key, each in its own transaction; all kinds of keys.
file migrations/001_tables.sql <<'SQL'
CREATE TABLE small_keys (id int PRIMARY KEY, n int NOT NULL DEFAULT 0);
CREATE TABLE "Big Keys" ("Id" bigint PRIMARY KEY, n int NOT NULL DEFAULT 0, "set" text);
CREATE TABLE uuids (id uuid PRIMARY KEY, n int NOT NULL DEFAULT 0);
CREATE TABLE texts (id text COLLATE "C" PRIMARY KEY, n int NOT NULL DEFAULT 0);
CREATE TABLE times (at timestamptz NOT NULL UNIQUE, n int NOT NULL DEFAULT 0);
CREATE TABLE pairs (a int, b text, n int NOT NULL DEFAULT 0, PRIMARY KEY (a, b));
CREATE TABLE parts (id int, region text, n int NOT NULL DEFAULT 0, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
CREATE TABLE parts_a PARTITION OF parts FOR VALUES IN ('a');
CREATE TABLE parts_b PARTITION OF parts FOR VALUES IN ('b');
CREATE TABLE nothing (id int PRIMARY KEY, n int);
INSERT INTO small_keys SELECT generate_series(-500, 499);
INSERT INTO "Big Keys" SELECT 9000000000 + i * 7 FROM generate_series(1, 1000) i;
INSERT INTO uuids SELECT gen_random_uuid() FROM generate_series(1, 1000);
INSERT INTO texts SELECT md5(i::text) || E' \\ '' "' FROM generate_series(1, 1000) i;
INSERT INTO times SELECT '2024-03-31 00:30:00+01'::timestamptz + i * interval '7.123456 s' FROM generate_series(1, 1000) i;
INSERT INTO pairs SELECT i % 10, 'b' || i FROM generate_series(1, 1000) i;
INSERT INTO parts SELECT i, CASE WHEN i % 3 = 0 THEN 'a' ELSE 'b' END FROM generate_series(1, 1000) i;
SQL
file migrations/002_batches.sql <<'SQL'
SET TimeZone = 'Europe/Berlin';
SET DateStyle = 'SQL, DMY';
-- dunlin:batch table=small_keys key=id size=300
UPDATE small_keys SET n = n + 1;
-- dunlin:batch table=public."Big Keys" key="Id" size=100
UPDATE ONLY public."Big Keys" AS "WHERE" SET n = n + 1, "set" = 'FROM (' WHERE -- a comment
  "WHERE"."Id" > 0 AND n = 0 OR n IS DISTINCT FROM 0 -- the end
;
-- dunlin:unit
-- dunlin:batch table=uuids key=id size=99
-- dunlin:verify SELECT count(*) = 0 FROM uuids WHERE n <> 1
UPDATE uuids SET n = uuids.n + s.one FROM (SELECT 1 AS one) s;
-- dunlin:batch table=texts key=id size=250
UPDATE texts t SET n = t.n + 1 WHERE true;
-- dunlin:batch table=times key=at size=333
UPDATE times SET n = n + 1;
-- dunlin:batch table=pairs key=a,b size=10 max_lag=0
UPDATE pairs SET (n) = ROW(n + 1);
-- dunlin:batch table=parts key=id,region size=101
UPDATE parts SET n = n + 1;
-- dunlin:batch table=nothing key=id
UPDATE nothing SET n = 1;
-- dunlin:batch table=small_keys key=id size=300
DELETE FROM small_keys USING (SELECT 0 AS zero) z WHERE id < zero OR id > 400;
SQL
expect_exit 0 dunlin plan --json
expect_json '.migrations[1].segments[1] | "\(.mode) \(.batch.table) \(.batch.key | join(",")) \(.batch.size)"' "batches small_keys id 300"
expect_exit 0 dunlin plan
expect_output "in batches of 300 rows by id:"
migrate
expect_output "rows changed in"
expect_sql "SELECT count(*), sum(n), min(id), max(id) FROM small_keys" "401|401|0|400"
expect_sql 'SELECT count(*), sum(n), count("set") FROM "Big Keys"' "1000|1000|1000"
for table in uuids texts times pairs parts; do expect_sql "SELECT count(*), min(n), max(n) FROM $table" "1000|1|1"; done
expect_sql "SELECT string_agg(intent->>'batches', ' ' ORDER BY statement) FROM dunlin.journal WHERE kind = 'batch'" "4 10 11 4 4 100 10 0 4"
expect_sql "SELECT string_agg(intent->>'rows', ' ' ORDER BY statement) FROM dunlin.journal WHERE kind = 'batch'" "1000 1000 1000 1000 1000 1000 1000 0 599"
expect_sql "SELECT count(*) FROM dunlin.journal WHERE state <> 'done'" 0
expect_exit 0 dunlin log 002
expect_output "1,000 rows in 11 batches" "0 rows in 0 batches"
expect_exit 0 dunlin log 002 --json
expect_json '[.statements[] | select(.rows != null) | .rows] | add' 7599
psql -X -q -v ON_ERROR_STOP=1 -f migrations/002_batches.sql >/dev/null || fail "psql doesn't take the file"

# The journal knows how it ran, when the file is gone.
mv migrations/002_batches.sql kept.sql
expect_exit 0 dunlin repair --restore 002
grep -qx -e '-- dunlin:batch table=pairs key=a,b size=10 max_lag=0' migrations/002_batches.sql || fail "the restored file has no batches"
mv kept.sql migrations/002_batches.sql

# A rollback may run in batches too, also when its file is gone.
file migrations/003_up.sql <<'SQL'
ALTER TABLE pairs ADD COLUMN twice int;
-- dunlin:batch table=pairs key=a,b size=100
UPDATE pairs SET twice = 2 * n;
-- dunlin:down
-- dunlin:batch table=pairs key=a,b size=100
UPDATE pairs SET n = n - 1;
ALTER TABLE pairs DROP COLUMN twice;
SQL
expect_exit 0 dunlin migrate --json
expect_json '.migrations[0] | "\(.batches) \(.rows)"' "10 1000"
rollback --drop-data
expect_sql "SELECT count(*), sum(n) FROM pairs" "1000|1000"
expect_sql "SELECT count(*) FROM dunlin.journal WHERE kind = 'batch' AND (intent->>'batches')::int = 10 AND sql LIKE '%n - 1'" 1
