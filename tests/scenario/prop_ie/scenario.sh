# The example of a property platform, by its npm scripts, on a server of its own: there, back with what was written meanwhile, there
# again, and the end.
cp -a "$SCENARIO_ROOT"/examples/prop-ie/. .
./generate "${PROP_IE_ROWS:-3000}" >/dev/null
before=$(sha256sum prop.db)

# What `npm run SCRIPT -- ...` does.
PATH=$(dirname "$DUNLIN"):$PATH
npm_run() {
  local script
  script=$(jq -er --arg name "$1" '.scripts[$name]' package.json) || fail "there is no script $1"
  shift
  sh -c "$script $*"
}
lite() { sqlite3 -init /dev/null -batch -cmd '.timeout 60000' prop.db "$1"; }
expect_lite() { local got; got=$(lite "$1"); [ "$got" = "$2" ] || fail "'$got' instead of '$2' from the file: $1"; }

expect_exit 0 npm_run db:backup
expect_exit 0 npm_run db:test-postgresql
expect_exit 0 npm_run db:migration-prepare
expect_exit 0 dunlin lint
expect_exit 0 npm_run db:migrate-data
rows=$(lite "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM developers) + (SELECT count(*) FROM developments) +
  (SELECT count(*) FROM properties) + (SELECT count(*) FROM sales) + (SELECT count(*) FROM payments) + (SELECT count(*) FROM documents) +
  (SELECT count(*) FROM kyc_checks) + (SELECT count(*) FROM messages) + (SELECT count(*) FROM favourites) +
  (SELECT count(*) FROM audit_log) + (SELECT count(*) FROM settings)")
expect_output "$(echo "$rows" | sed ':a; s/\B[0-9]\{3\}\>/,&/; ta') rows of 12 tables"
expect_exit 0 npm_run db:verify
expect_exit 0 npm_run db:health-check
[ "$(sha256sum prop.db)" = "$before" ] || fail "prop.db has changed"

# What became of the odd values.
expect_sql "SELECT to_regtype('user_status') IS NOT NULL AND to_regtype('kyc_status') IS NOT NULL AND to_regtype('user_role') IS NOT NULL" t
expect_sql "SELECT format_type(atttypid, -1) FROM pg_attribute WHERE attrelid = 'payments'::regclass AND attname = 'id'" uuid
expect_sql "SELECT count(*) FROM properties WHERE bedrooms = 'studio'" "$(lite "SELECT count(*) FROM properties WHERE bedrooms = 'studio'")"
expect_sql "SELECT count(*) FROM documents WHERE extract LIKE 'café %'" "$(lite "SELECT count(*) FROM documents WHERE hex(extract) LIKE '636166E9%'")"
expect_sql "SELECT count(*) FROM properties WHERE upfront_cents <> deposit_cents + fee_cents" 0
expect_sql "SELECT max(ledger_number)::text FROM payments" "$(lite 'SELECT max(ledger_number) FROM payments')"
expect_sql "SELECT count(*) FROM available_properties" "$(lite 'SELECT count(*) FROM available_properties')"
expect_sql "SELECT string_agg(conname, ' ') FROM pg_constraint WHERE contype = 'f' AND NOT convalidated" kyc_checks_user_id_fkey

# SQLite is written until the switch; an application that isn't well breaks it off.
lite "INSERT INTO messages (sender_id, recipient_id, body, sent_at) VALUES (1, 2, 'before the switch', 1700000000000)"
mv healthy healthy.away
printf '#!/bin/sh\necho no; exit 1\n' >healthy && chmod +x healthy
expect_exit 1 npm_run db:switch-to-postgresql
expect_output "the application works on SQLite as before"
grep -q '"file:prop.db"' .env || fail "unexpected .env: $(cat .env)"
mv healthy.away healthy
cp prop.db prop.db-wal "$captured/" 2>/dev/null || cp prop.db "$captured/"
expect_exit 0 npm_run db:switch-to-postgresql
expect_output "Switched"
grep -q '^DATABASE_URL="postgresql://' .env || fail "unexpected .env: $(cat .env)"
expect_sql "SELECT count(*) FROM messages WHERE body = 'before the switch'" 1

# The application writes to PostgreSQL: odd values beside which others change, new ones, keys, and rows that go.
next=$(($(lite "SELECT seq FROM sqlite_sequence WHERE name = 'users'") + 1))
expect_sql "INSERT INTO users (public_id, email, full_name) VALUES ('0f8fad5b-d9cb-469f-a165-70867728950e', 'New@prop.ie', 'New') RETURNING id" "$next"
expect_exit 1 psql -X -q -v ON_ERROR_STOP=1 -c "INSERT INTO users (public_id, email, full_name) VALUES (gen_random_uuid(), 'nEW@PROP.ie', 'x')"
expect_output users_email_key
run_sql "UPDATE users SET phone = '1' WHERE id = 1"
expect_sql "SELECT updated_at > now() AT TIME ZONE 'UTC' - interval '1 minute' FROM users WHERE id = 1" t
run_sql "UPDATE sales SET status = 'contracted' WHERE id = (SELECT min(id) FROM sales WHERE status = 'reserved')"
expect_sql "SELECT count(*) FROM audit_log WHERE action = 'sale contracted'" 1
run_sql "UPDATE properties SET price = price + 1 WHERE id <= 80"
run_sql "UPDATE properties SET bedrooms = '7' WHERE id = 1; UPDATE properties SET bedrooms = 'loft' WHERE id = 2"
run_sql "UPDATE documents SET file_name = 'renamed' || file_name"
run_sql "UPDATE documents SET extract = 'Nua – é' WHERE id = (SELECT min(id::text)::uuid FROM documents)"
run_sql "UPDATE settings SET \"group\" = 'all' WHERE key <> 'welcome'; UPDATE settings SET value = '51' WHERE key = 'listing.limit'"
run_sql "UPDATE settings SET value = '1917' WHERE key = 'door.code'; INSERT INTO settings (key, value) VALUES ('new', '2.5')"
run_sql "UPDATE payments SET paid_at = '2024-02-29 23:59:59.999' WHERE id = (SELECT min(id::text)::uuid FROM payments)"
run_sql "UPDATE messages SET read_at = '2024-02-29 12:00:00.123+00' WHERE id = 3; DELETE FROM messages WHERE id = 4"
run_sql "INSERT INTO messages (sender_id, recipient_id, body, sent_at) VALUES (1, 2, 'Gaoth Dobhair', '2024-02-29 12:00:00.5+00')"
run_sql "DELETE FROM favourites WHERE user_id = 2"

expect_exit 0 npm_run db:rollback-to-sqlite --dry-run
expect_output "Rehearsed"
expect_exit 0 npm_run db:rollback-to-sqlite
expect_output "Returned"
grep -q '"file:prop.db"  # where the data is' .env || fail "unexpected .env: $(cat .env)"
expect_exit 0 ./healthy
expect_lite "PRAGMA integrity_check" ok
expect_lite "PRAGMA journal_mode" wal

# What was written is there, in the file's own kinds and spellings.
expect_lite "SELECT id || email FROM users WHERE full_name = 'New'" "${next}New@prop.ie"
expect_lite "SELECT seq >= $next FROM sqlite_sequence WHERE name = 'users'" 1
expect_lite "SELECT typeof(bedrooms) || bedrooms FROM properties WHERE id <= 2" "integer7
textloft"
expect_lite "SELECT group_concat(key || ' ' || typeof(value) || ' ' || value, ', ') FROM (SELECT * FROM settings WHERE value IS NOT NULL ORDER BY key)" \
  "door.code text 1917, fee.rate real 0.0125, invoice.counter integer 9007199254740993, listing.limit integer 51, new real 2.5, site.name text Prop, welcome text "
expect_lite "SELECT extract FROM documents ORDER BY id LIMIT 1" "Nua – é"
expect_lite "SELECT paid_at FROM payments ORDER BY id LIMIT 1" "2024-02-29T23:59:59.999Z"
expect_lite "SELECT read_at || typeof(read_at) FROM messages WHERE id = 3" "1709208000123integer"
expect_lite "SELECT count(*) FROM messages WHERE id = 4" 0
expect_lite "SELECT count(*) FROM favourites WHERE user_id = 2" 0
expect_lite "SELECT m.body FROM messages_text JOIN messages AS m ON m.id = messages_text.rowid WHERE messages_text MATCH 'Dobhair'" "Gaoth Dobhair"

# What wasn't has not changed by a byte: the file as it was at the switch beside the file now.
same() {  # COLUMNS TABLE CONDITION
  local different
  different=$(sqlite3 -init /dev/null -batch prop.db "ATTACH '$captured/prop.db' AS was;
    SELECT count(*) FROM (SELECT $1 FROM main.$2 AS t WHERE $3 EXCEPT SELECT $1 FROM was.$2 AS t);
    SELECT count(*) FROM (SELECT $1 FROM was.$2 AS t WHERE $3 EXCEPT SELECT $1 FROM main.$2 AS t)")
  [ "$different" = "0
0" ] || fail "$2 ($1) differs where nobody wrote: $different"
}
same "id, typeof(bedrooms), bedrooms" properties "id > 2"
same "id, hex(extract), typeof(extract), hex(content), raw_header, uploaded_at" documents "id <> (SELECT min(id) FROM documents)"
same "key, typeof(value), value" settings "key NOT IN ('listing.limit', 'door.code', 'new')"
same "*" users "id NOT IN (1, $next)"
same "*" kyc_checks 1
same "*" developments 1
same "*" payments "id <> (SELECT min(id) FROM payments)"
same "*" messages "id NOT IN (3, 4) AND body <> 'Gaoth Dobhair'"
same "*" audit_log "action <> 'sale contracted'"

# Once more, and now for good.
expect_exit 5 npm_run db:migrate-data
expect_output "return --drop"
expect_exit 0 npm_run db:rollback-to-sqlite --drop
expect_no_table users sales
expect_exit 0 npm_run db:migrate-data
expect_exit 0 npm_run db:switch-to-postgresql
expect_sql "SELECT count(*) FROM messages WHERE body = 'Gaoth Dobhair'" 1
expect_exit 0 npm_run db:finalize
expect_exit 0 npm_run db:health-check
