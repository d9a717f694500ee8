# Pack audit's log: sealed behind running transactions, anchored in a file, and whatever is touched afterwards is named.
file migrations/001_people.sql <<'SQL'
CREATE TABLE people (id integer PRIMARY KEY, name text);
SQL
expect_exit 5 dunlin log seal
expect_output "no audit log" "dunlin pack add audit"
expect_exit 0 dunlin pack add audit --param tables=public.people
migrate
anchor=$PWD/../audit.anchor

unsealed() { "$DUNLIN" log verify --json | jq -r .unsealed_rows; }
# Other databases of the server may have transactions that run: the window ends before these.
seal_everything() {
  local deadline=$((SECONDS + 60))
  until expect_exit 0 dunlin log seal --anchor "$anchor" && [ "$(unsealed)" = 0 ]; do
    [ $SECONDS -lt $deadline ] || fail "rows stay unsealed"
    sleep 0.1
  done
}

# 1. A transaction that begins early and commits late: it isn't lost between two seals.
run_sql "INSERT INTO people VALUES (1, 'Ada')"
seal_everything
session late
tell late "BEGIN"
tell late "INSERT INTO people VALUES (2, 'Bob')"
run_sql "INSERT INTO people VALUES (3, 'Cy')"
expect_exit 0 dunlin log seal --anchor "$anchor"
expect_sql "SELECT count(*) FROM audit_logs WHERE record_id = '3'" 1
[ "$(unsealed)" = 1 ] || fail "what came behind a running transaction was sealed"
tell late "COMMIT"
close_session late
[ "$(unsealed)" = 2 ] || fail "the late row isn't waiting for its seal"
seal_everything
expect_sql "SELECT sum(row_count) FROM dunlin_pack.audit_seal" 3
run_sql "UPDATE people SET name = 'Cy the second' WHERE id = 3"
seal_everything
expect_exit 0 dunlin log verify --anchor "$anchor"
expect_output "the rows in them are as they were sealed"
expect_exit 0 dunlin log seal --anchor "$anchor"
expect_output "nothing new to seal" "0 seals appended"

# 2. Who owns the database edits it: everything is named. Each time it is put back as it was.
seals=$(sql "SELECT max(seal_no) FROM dunlin_pack.audit_seal")
freely() { run_sql "SET session_replication_role = replica; ALTER TABLE audit_logs DISABLE TRIGGER ALL; $1; ALTER TABLE audit_logs ENABLE TRIGGER ALL"; }
log=$(sql "SELECT tableoid::regclass FROM audit_logs LIMIT 1")
run_sql "ALTER TABLE $log DISABLE TRIGGER ALL"
changed=$(sql "SELECT id FROM audit_logs WHERE record_id = '2'")
run_sql "CREATE TABLE before AS SELECT * FROM audit_logs; CREATE TABLE seals_before AS SELECT * FROM dunlin_pack.audit_seal; CREATE TABLE anchored_before AS SELECT * FROM dunlin_pack.audit_anchored"
put_back() {
  run_sql "SET session_replication_role = replica; DELETE FROM $log; INSERT INTO $log OVERRIDING SYSTEM VALUE SELECT * FROM before;
           DELETE FROM dunlin_pack.audit_seal; INSERT INTO dunlin_pack.audit_seal SELECT * FROM seals_before;
           DELETE FROM dunlin_pack.audit_anchored; INSERT INTO dunlin_pack.audit_anchored SELECT * FROM anchored_before"
  expect_exit 0 dunlin log verify --anchor "$anchor"
}
put_back

run_sql "UPDATE $log SET actor = 'somebody else' WHERE id = $changed"
expect_exit 3 dunlin log verify --anchor "$anchor"
expect_output "1 row was changed: id $changed"
expect_exit 3 dunlin log verify
put_back

run_sql "DELETE FROM $log WHERE id = $changed"
expect_exit 3 dunlin log verify --anchor "$anchor" --json
expect_json '.troubles[0].kind' row_deleted
expect_json '.troubles[0].rows[0]' "$changed"
put_back

run_sql "INSERT INTO audit_logs (action, txid, relation) SELECT 'UPDATE', txid, 'public.people' FROM before WHERE id = $changed"
expect_exit 3 dunlin log verify --anchor "$anchor" --json
expect_json '.troubles[0].kind' row_added
put_back

run_sql "UPDATE dunlin_pack.audit_seal SET row_count = row_count + 1 WHERE seal_no = 1"
expect_exit 3 dunlin log verify --anchor "$anchor"
expect_output "seal 1 was changed; its rows are as the anchor has them"
put_back

run_sql "DELETE FROM dunlin_pack.audit_seal WHERE seal_no = $seals"
expect_exit 3 dunlin log verify --anchor "$anchor"
expect_output "seal $seals is in the anchor, and not in the database any more"
put_back
run_sql "DELETE FROM dunlin_pack.audit_seal WHERE seal_no = 1"
expect_exit 3 dunlin log verify
expect_output "seal 1 was deleted"
put_back

# All seals made anew over rows that were edited: without the anchor nothing is seen, with it everything.
run_sql "UPDATE $log SET actor = 'somebody else' WHERE id = $changed; DELETE FROM dunlin_pack.audit_seal; DELETE FROM dunlin_pack.audit_anchored"
deadline=$((SECONDS + 60))
until run_sql "SELECT dunlin_pack.audit_seal()" && [ "$(unsealed)" = 0 ]; do [ $SECONDS -lt $deadline ] || fail "not sealed anew"; done
expect_exit 0 dunlin log verify
expect_exit 3 dunlin log verify --anchor "$anchor"
expect_output "it was made anew"
expect_exit 5 dunlin log seal --anchor "$anchor"
expect_output "don't have the same seals; nothing was appended"
put_back

# 3. The anchor itself.
cp "$anchor" whole
sed -i '$d' "$anchor"
expect_exit 3 dunlin log verify --anchor "$anchor"
expect_output "the anchor ends at seal $((seals - 1)), and seals up to $seals were written to it: it was cut off"
truncate -s -20 "$anchor"
expect_exit 3 dunlin log verify --anchor "$anchor"
expect_output "isn't whole"
expect_exit 5 dunlin log seal --anchor "$anchor"
sed 's/"rows":[0-9]*/"rows":77/' whole >"$anchor"
expect_exit 3 dunlin log verify --anchor "$anchor"
expect_output "the anchor was edited"
: >"$anchor"
expect_exit 3 dunlin log verify --anchor "$anchor"
rm "$anchor"
expect_exit 2 dunlin log verify --anchor "$anchor"
expect_output "there is no anchor"
cp whole "$anchor"
expect_exit 0 dunlin log verify --anchor "$anchor"

# 4. A month is purged, on the record; a month that vanished without one is missed.
run_sql "SELECT dunlin_pack.audit_make_partition('audit_2020_01', \$\$FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')\$\$)"
run_sql "INSERT INTO audit_logs (action, created_at) VALUES ('SIGNED_IN', '2020-01-05'), ('SIGNED_OUT', '2020-01-06')"
expect_exit 0 dunlin log verify --anchor "$anchor"
last_command=purge
! run_sql "SELECT dunlin_pack.audit_purge('2020-03-01', 'too early')" 2>"$captured/err" || fail "rows that aren't sealed were purged"
grep -q 'not sealed yet' "$captured/err" || fail "no reason"
seal_everything
expect_sql "SELECT partition, purged_rows FROM dunlin_pack.audit_purge('2020-03-01', 'older than we keep')" "audit_2020_01|2"
seal_everything
expect_exit 0 dunlin log verify --anchor "$anchor"
expect_output "2 rows went with their months, on the record"
run_sql "UPDATE dunlin_pack.audit_purged SET ids = ids || $changed::bigint; DELETE FROM $log WHERE id = $changed"
expect_exit 3 dunlin log verify --anchor "$anchor"
expect_output "the log has no event that says so"

# A deletion that calls itself a purge: the row that is gone as its own event, and then an event made for it. The month is still there.
month=${log#dunlin_pack.}
run_sql "UPDATE dunlin_pack.audit_purged SET ids = array_remove(ids, $changed::bigint);
         INSERT INTO dunlin_pack.audit_purged SELECT seal_no, '$month', ARRAY[$changed::bigint], $changed FROM dunlin_pack.audit_seal
           WHERE $changed::bigint IN (SELECT dunlin_pack.audit_leaf_ids(leaves))"
expect_exit 3 dunlin log verify --anchor "$anchor"
expect_output "rows of $month are marked as purged, and the log has no event that says so"
run_sql "INSERT INTO audit_logs (action, relation, details)
           VALUES ('PARTITION_PURGED', '$month', jsonb_build_object('ids', encode(sha256(convert_to('{$changed}', 'UTF8')), 'hex')));
         UPDATE dunlin_pack.audit_purged SET event = (SELECT max(id) FROM audit_logs) WHERE partition = '$month'"
expect_exit 3 dunlin log verify --anchor "$anchor" --json
expect_json '[.troubles[].kind] | join(" ")' purge_forged
