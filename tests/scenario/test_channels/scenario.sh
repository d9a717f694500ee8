# shellcheck shell=bash disable=SC2154
# Ways to learn of rows that SELECT hides: each is found when it is open, and isn't when it is closed.
run_sql "DROP ROLE IF EXISTS chn_user; CREATE ROLE chn_user NOLOGIN"
forget_roles() { psql -X -q -c "DROP OWNED BY chn_user" -c "DROP ROLE chn_user" >/dev/null 2>&1 || true; }
trap 'status=$?; forget_roles; exit $status' EXIT
# Text is broken into lines: compared without them, and without the ticks around names.
expect_text() {
  local text
  for text; do tr '\n' ' ' <"$captured/all" | tr -s ' ' | tr -d '`' | grep -qF -e "$text" || fail "no text '$text'"; done
}
migrate
remember_catalog
channel() { jq -r --arg c "$1" '.leaks[] | select(.check == $c) | .state' "$captured/out"; }
expect_channel() { [ "$(channel "$1")" = "$2" ] || fail "$1 is '$(channel "$1")' instead of '$2'"; }
found() { jq -r --arg c "$1" '[.leaks[] | select(.check == $c) | .observations[] | .object + ": " + .observed] | join("; ")' "$captured/out"; }
expect_found() { found "$1" | grep -qF -e "$2" || fail "$1 has found '$(found "$1")', not '$2'"; }

# ---- closed, but for what PostgreSQL tells everybody
expect_exit 0 dunlin test rls --json
expect_json .outcome done
for check in hidden-rows returning conditions views messages; do expect_channel "$check" ok; done
# A row with a hidden row's uuid is refused, and nobody knows the uuid; the counter and the parent alike.
for check in unique-keys parents explain; do expect_channel "$check" warn; done
expect_found unique-keys "public.accounts accounts_pkey: one: tells whether a hidden row has this id: INSERT is refused, ON CONFLICT DO NOTHING writes nothing"
expect_found unique-keys "public.letters letters_pkey"
expect_found parents "public.letters letters_account_fkey: one: a row may refer to a row of public.accounts that is hidden"
expect_found explain "EXPLAIN ANALYZE says that the policy removed 1 row"
expect_channel statistics skipped
expect_channel sequences ok
expect_exit 0 dunlin test rls
expect_text "What can be learned of hidden rows" "nobody comes upon a uuid by trying" "not tried statistics"

# ---- a key that can be guessed tells who is a customer
run_sql "ALTER TABLE accounts ADD CONSTRAINT accounts_email_key UNIQUE (email)"
expect_exit 3 dunlin test rls --json
expect_channel unique-keys critical
expect_found unique-keys "public.accounts accounts_email_key: one: tells whether a hidden row has this email: INSERT is refused"
sed '1i accept = ["unique-keys public.accounts accounts_email_key"]' tests/rls.toml >accepted.toml
expect_exit 0 dunlin test rls --file accepted.toml --json
expect_json '.accepted | join(" ")' "unique-keys public.accounts accounts_email_key"
run_sql "ALTER TABLE accounts DROP CONSTRAINT accounts_email_key, ADD CONSTRAINT accounts_email_key UNIQUE (tenant, email)"
expect_exit 0 dunlin test rls --json
expect_channel unique-keys warn
run_sql "ALTER TABLE accounts DROP CONSTRAINT accounts_email_key"
# ON CONFLICT DO UPDATE writes what it can't read, when only SELECT asks whose row it is.
run_sql "DROP POLICY tenant ON accounts"
run_sql "CREATE POLICY reading ON accounts FOR SELECT TO chn_user USING (tenant = me())"
run_sql "CREATE POLICY adding ON accounts FOR INSERT TO chn_user WITH CHECK (tenant = me())"
run_sql "CREATE POLICY changing ON accounts FOR UPDATE TO chn_user USING (true)"
run_sql "CREATE POLICY removing ON accounts FOR DELETE TO chn_user USING (tenant = me())"
expect_exit 3 dunlin test rls --json
expect_channel returning ok
run_sql "DROP POLICY reading ON accounts; DROP POLICY adding ON accounts; DROP POLICY changing ON accounts; DROP POLICY removing ON accounts"
run_sql "CREATE POLICY tenant ON accounts TO chn_user USING (tenant = me())"

# ---- a parent whose key counts may be referred to, and one whose key means something is found by trying
run_sql "ALTER TABLE accounts ADD COLUMN code text; UPDATE accounts SET code = 'c' || tenant; ALTER TABLE accounts ADD UNIQUE (code)"
run_sql "ALTER TABLE letters ADD COLUMN code text REFERENCES accounts (code)"
expect_exit 3 dunlin test rls --json
expect_channel parents critical
expect_found parents "letters_code_fkey"
run_sql "ALTER POLICY tenant ON letters WITH CHECK (tenant = me() AND (code IS NULL OR EXISTS (SELECT FROM accounts a WHERE a.code = letters.code)))"
expect_exit 3 dunlin test rls --json
expect_channel parents warn
run_sql "ALTER TABLE letters DROP COLUMN code CASCADE; ALTER TABLE accounts DROP COLUMN code"
run_sql "DROP POLICY IF EXISTS tenant ON letters; CREATE POLICY tenant ON letters TO chn_user USING (tenant = me())"

# ---- views: past the policies, and conditions that run before the view's own
run_sql "CREATE VIEW everyone AS SELECT id, email FROM accounts; GRANT SELECT ON everyone TO chn_user"
expect_exit 3 dunlin test rls --json
expect_channel views critical
expect_found views "public.everyone: one: the view shows 1 row that SELECT hides, such as 00000000-0000-0000-0000-00000000000b"
run_sql "ALTER VIEW everyone SET (security_invoker = true)"
expect_exit 0 dunlin test rls --json
expect_channel views ok
run_sql "DROP VIEW everyone; CREATE VIEW mine AS SELECT email, note FROM accounts WHERE tenant = me(); GRANT SELECT ON mine TO chn_user"
expect_exit 3 dunlin test rls --json
expect_found views "public.mine: one: a condition of the caller meets rows before the view has filtered them"
expect_no_output "secret of two" "bea@two"
run_sql "ALTER VIEW mine SET (security_barrier = true)"
expect_exit 3 dunlin test rls --json
expect_channel views ok
run_sql "DROP VIEW mine"

# ---- statistics: hidden by pg_stats, not by its table
run_sql "INSERT INTO accounts (tenant, email) SELECT 2, 'x' FROM generate_series(1, 50)"
run_sql "ANALYZE accounts; ANALYZE letters"
expect_exit 0 dunlin test rls --json
expect_channel statistics ok
expect_channel row-counts warn
run_sql "GRANT SELECT ON pg_statistic TO chn_user"
expect_exit 3 dunlin test rls --json
expect_found statistics "pg_catalog.pg_statistic"
run_sql "REVOKE SELECT ON pg_statistic FROM chn_user"
run_sql "DELETE FROM accounts WHERE email = 'x'"

# ---- sequences: read, and set (neither is done: it wouldn't be rolled back)
run_sql "GRANT USAGE ON SEQUENCE letters_id_seq TO chn_user"
expect_exit 0 dunlin test rls --json
expect_found sequences "nextval says how many rows were ever made"
run_sql "GRANT UPDATE ON SEQUENCE letters_id_seq TO chn_user"
expect_exit 3 dunlin test rls --json
expect_found sequences "may set it back"
expect_sql "SELECT last_value > 1 FROM letters_id_seq" t
run_sql "REVOKE ALL ON SEQUENCE letters_id_seq FROM chn_user"

# ---- a message that shows what is hidden
run_sql "CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS \$\$ DECLARE other text;
  BEGIN SELECT note INTO other FROM public.accounts WHERE id = NEW.id; IF other IS NOT NULL THEN RAISE 'taken: %', other; END IF; RETURN NEW; END \$\$"
run_sql "CREATE TRIGGER tell BEFORE INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION tell()"
expect_exit 3 dunlin test rls --json
expect_channel messages critical
expect_no_output "secret of two"
run_sql "DROP TRIGGER tell ON accounts; DROP FUNCTION tell()"

# ---- nothing of it is left
expect_same_catalog
expect_sql "SELECT count(*) FROM accounts" 2
expect_sql "SELECT count(*) FROM letters" 2

# ---- empty tables prove nothing, and that is said
run_sql "TRUNCATE accounts, letters"
sed -i '/insert/d; /allow/d' tests/rls.toml
expect_exit 0 dunlin test rls --json
expect_json '.tables_without_rows | join(" ")' "public.accounts public.letters"
expect_channel unique-keys skipped
expect_exit 0 dunlin test rls
expect_text "no rows in public.accounts: its cells prove nothing"
