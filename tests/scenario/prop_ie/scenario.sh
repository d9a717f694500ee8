# The example of a property platform, by the verbs that its npm scripts call, on a server of its own.
cp -a "$SCENARIO_ROOT"/examples/prop-ie/. .
./generate 3000 >/dev/null
export DATABASE_URL="$DUNLIN_DATABASE_URL"
before=$(sha256sum prop.db)
verb() { "$DUNLIN" transfer "$@" --from prop.db --env production; }

# Every npm script calls a verb that there is.
known=" $("$DUNLIN" transfer nonsense --from prop.db 2>&1 | sed -n 's/.*one of: //p' | tr -d ,) "
for word in $(sed -n 's/.*"dunlin transfer \([a-z]*\).*/\1/p' package.json); do
  [[ $known == *" $word "* ]] || fail "there is no verb $word"
done

expect_exit 0 verb backup
expect_exit 0 verb test
expect_exit 0 verb prepare
expect_exit 0 dunlin lint
expect_exit 0 verb run --yes
expect_output "3,054 rows of 12 tables"
expect_exit 0 verb verify
[ "$(sha256sum prop.db)" = "$before" ] || fail "prop.db has changed"

# What became of the odd values.
expect_sql "SELECT to_regtype('user_status') IS NOT NULL AND to_regtype('kyc_status') IS NOT NULL AND to_regtype('user_role') IS NOT NULL" t
expect_sql "SELECT format_type(atttypid, -1) FROM pg_attribute WHERE attrelid = 'payments'::regclass AND attname = 'id'" uuid
expect_sql "SELECT count(*) FROM properties WHERE bedrooms = 'studio'" "$(sqlite3 prop.db "SELECT count(*) FROM properties WHERE bedrooms = 'studio'")"
expect_sql "SELECT count(*) FROM documents WHERE extract LIKE 'café %'" "$(sqlite3 prop.db "SELECT count(*) FROM documents WHERE hex(extract) LIKE '636166E9%'")"
expect_sql "SELECT count(*) FROM properties WHERE upfront_cents <> deposit_cents + fee_cents" 0
expect_sql "SELECT max(ledger_number)::text FROM payments" "$(sqlite3 prop.db 'SELECT max(ledger_number) FROM payments')"
expect_sql "SELECT count(*) FROM available_properties" "$(sqlite3 prop.db 'SELECT count(*) FROM available_properties')"
expect_sql "SELECT string_agg(conname, ' ') FROM pg_constraint WHERE contype = 'f' AND NOT convalidated" kyc_checks_user_id_fkey

# How it behaves.
next=$(($(sqlite3 prop.db "SELECT seq FROM sqlite_sequence WHERE name = 'users'") + 1))
expect_sql "INSERT INTO users (public_id, email, full_name) VALUES (gen_random_uuid(), 'New@prop.ie', 'New') RETURNING id" "$next"
expect_exit 1 psql -X -q -v ON_ERROR_STOP=1 -c "INSERT INTO users (public_id, email, full_name) VALUES (gen_random_uuid(), 'nEW@PROP.ie', 'x')"
expect_output users_email_key
run_sql "UPDATE users SET phone = '1' WHERE id = 1"
expect_sql "SELECT updated_at > now() AT TIME ZONE 'UTC' - interval '1 minute' FROM users WHERE id = 1" t
run_sql "UPDATE sales SET status = 'contracted' WHERE id = (SELECT min(id) FROM sales WHERE status = 'reserved')"
expect_sql "SELECT count(*) FROM audit_log WHERE action = 'sale contracted'" 1
expect_exit 0 verb health
