# Documents are taken under a new key while they are read, killed at every instant; what an attacker with SQL changes is noticed.
mkdir -p migrations
run_sql "CREATE EXTENSION pgcrypto"
expect_exit 0 dunlin pack add encryption
migrate
expect_exit 0 dunlin encrypt keys new kek
DUNLIN_KEK=$(cat kek)
export DUNLIN_KEK
expect_exit 0 dunlin encrypt keys init --purpose document
with_key() { psql -X -q -A -t -v ON_ERROR_STOP=1 -v kek="$DUNLIN_KEK" 2>&1 <<<"BEGIN; SELECT set_config('dunlin.kek', :'kek', true) \g /dev/null
$1; COMMIT;"; }
run_sql "CREATE TABLE papers (document uuid PRIMARY KEY, sum text)"
# 25 small ones, one of many pieces, one that is empty.
with_key "INSERT INTO papers SELECT encrypt_document(content), md5(content) FROM (
  SELECT convert_to(repeat('page ' || n, 10 * n), 'UTF8') FROM generate_series(1, 25) AS n
  UNION ALL SELECT convert_to(repeat('a long film ', 60000), 'UTF8') UNION ALL SELECT ''::bytea) AS made (content)" >/dev/null
expect_same() {
  local got
  got=$(with_key "SELECT count(*) FROM papers WHERE md5(decrypt_document(document)) = sum")
  [ "$got" = 27 ] || fail "$got of 27 documents are as they were: $1"
}
expect_same "before"
expect_exit 0 dunlin encrypt status --check
expect_output "27 documents, key 1: 27"
expect_exit 0 dunlin encrypt verify --json
expect_json '.documents.rows' 27
expect_json '.documents.bad' 0

# Readers have each document whole at every moment.
run_sql "CREATE TABLE reads (same boolean)"
cat >read.sql <<'SQL'
BEGIN;
SELECT set_config('dunlin.kek', ':kek', true);
INSERT INTO reads SELECT md5(decrypt_document(document)) = sum FROM papers ORDER BY random() LIMIT 5;
COMMIT;
SQL
"$SCENARIO_PROGRAMS/pgbench" -n -f read.sql -D kek="$DUNLIN_KEK" -c 1 -R 20 -T 3600 >pgbench.log 2>&1 &
reader=$!
wait_until "SELECT count(*) > 0 FROM reads"
killed=0
for n in 1 2 3 5 8 13 21 30 35 37 39 40 41 42 50 70 120; do
  got=0
  { DUNLIN_KILL_AT=any:$n "$DUNLIN" encrypt rotate --purpose document --batch-time 1ms --wait 5min >"$captured/all" 2>&1 </dev/null || got=$?; } 2>/dev/null
  [ $got = 137 ] || break
  killed=$((killed + 1))
  expect_same "killed at instant $n"
done
last_command="rotate --purpose document (kill $n)"
if [ $got = 137 ]; then expect_exit 0 dunlin encrypt rotate --purpose document --wait 5min; else [ $got = 0 ] || fail "it ended with $got"; fi
[ $killed -gt 4 ] || fail "only $killed instants"
kill -TERM $reader || fail "the reader had ended: $(cat pgbench.log)"
wait $reader || true
expect_sql "SELECT count(*) FROM reads WHERE same IS NOT TRUE" 0
expect_same "after"
expect_sql "SELECT string_agg(DISTINCT kid::text, ' ') FROM dunlin_pack.encrypted_document" 2
expect_sql "SELECT string_agg(kid || ' ' || state, ', ' ORDER BY kid) FROM dunlin_pack.dek" "1 retired, 2 active"
expect_exit 0 dunlin encrypt verify
expect_exit 0 dunlin encrypt verify --mode server
expect_output "27 documents decrypt"

# A wrong key changes nothing.
expect_exit 0 dunlin encrypt keys new other
expect_exit 5 dunlin encrypt rotate --purpose document --kek file:other
expect_exit 5 dunlin encrypt verify --kek file:other
expect_output "key 1 (document) cannot be unwrapped"

# What somebody with SQL, and no key, may do to a document.
film=$(sql "SELECT id FROM dunlin_pack.encrypted_document ORDER BY chunks DESC LIMIT 1")
other=$(with_key "SELECT encrypt_document(convert_to(repeat('another film ', 60000), 'UTF8'))")
chunk=dunlin_pack.encrypted_document_chunk head=dunlin_pack.encrypted_document
pieces=$(sql "SELECT chunks FROM $head WHERE id = '$film'")
expect_noticed() { # NAME REASON SQL: in a copy of the tables that is put back
  run_sql "CREATE TABLE saved AS SELECT * FROM $chunk; CREATE TABLE saved_head AS SELECT * FROM $head"
  run_sql "$3"
  [ "$(with_key "SELECT decrypt_document('$film') IS NULL")" = t ] || fail "$1: SQL decrypts it"
  expect_exit 3 dunlin encrypt verify
  expect_output "$film  $2"
  expect_exit 3 dunlin encrypt verify --mode server
  expect_output "not whole: $film"
  run_sql "TRUNCATE $chunk, $head; INSERT INTO $head SELECT * FROM saved_head; INSERT INTO $chunk SELECT * FROM saved; DROP TABLE saved, saved_head"
}
expect_noticed "the last piece is cut off" incomplete "DELETE FROM $chunk WHERE document = '$film' AND chunk = $pieces"
expect_noticed "cut off, and the header changed" altered \
  "DELETE FROM $chunk WHERE document = '$film' AND chunk = $pieces; UPDATE $head SET chunks = chunks - 1, bytes = 65536 * (chunks - 1) WHERE id = '$film'"
expect_noticed "all pieces are gone" incomplete "DELETE FROM $chunk WHERE document = '$film'; UPDATE $head SET chunks = 0, bytes = 0 WHERE id = '$film'"
expect_noticed "two pieces change places" altered \
  "UPDATE $chunk c SET body = s.body FROM saved s WHERE c.document = '$film' AND s.document = c.document AND (c.chunk, s.chunk) IN ((1, 2), (2, 1))"
expect_noticed "a piece twice" altered "UPDATE $chunk SET body = (SELECT body FROM saved WHERE document = '$film' AND chunk = 3) WHERE document = '$film' AND chunk = 4"
expect_noticed "a piece of another document" altered \
  "UPDATE $chunk SET body = (SELECT body FROM saved WHERE document = '$other' AND chunk = 2) WHERE document = '$film' AND chunk = 2"
expect_noticed "all of another document" altered \
  "UPDATE $chunk c SET body = s.body FROM saved s WHERE c.document = '$film' AND s.document = '$other' AND s.chunk = c.chunk; UPDATE $head h SET salt = s.salt, bytes = s.bytes, chunks = s.chunks FROM saved_head s WHERE h.id = '$film' AND s.id = '$other'; DELETE FROM $chunk WHERE document = '$film' AND chunk > (SELECT chunks FROM saved_head WHERE id = '$other')"
expect_noticed "a piece before the first" incomplete "INSERT INTO $chunk SELECT document, 0, body FROM saved WHERE document = '$film' AND chunk = 1"
expect_noticed "a byte" altered "UPDATE $chunk SET body = set_byte(body, 30, 255 - get_byte(body, 30)) WHERE document = '$film' AND chunk = 5"
expect_noticed "the number of another key" altered "UPDATE $head SET kid = 1 WHERE id = '$film'"
expect_exit 0 dunlin encrypt verify

# A damaged document stays as it is, is named, and keeps its key.
run_sql "DELETE FROM $chunk WHERE document = '$film' AND chunk = $pieces"
expect_exit 3 dunlin encrypt status --check
expect_output "1 without all of their pieces"
before=$(sql "SELECT md5(string_agg(body, '' ORDER BY chunk)) FROM $chunk WHERE document = '$film'")
expect_exit 3 dunlin encrypt rotate --purpose document
expect_output "documents: 27 documents under key 3 now" "1 document can't be decrypted and stay as they are: $film" "key 2 isn't retired: a document uses it"
expect_sql "SELECT md5(string_agg(body, '' ORDER BY chunk)) FROM $chunk WHERE document = '$film'" "$before"
expect_sql "SELECT count(*) FROM $head WHERE kid = 2" 1
run_sql "DELETE FROM $head WHERE id = '$film'"
expect_exit 0 dunlin encrypt keys retire
expect_output "key 2 is retired"
expect_exit 0 dunlin encrypt verify
