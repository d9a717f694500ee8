# shellcheck shell=bash disable=SC2154
# What would prove nothing about row-level security, or isn't understood, is refused, and nothing is run.
# The project of test_rls, with other roles: they belong to the server.
cp -r "$SCENARIO_ROOT"/tests/scenario/test_rls/{dunlin.toml,migrations,tests} .
sed -i 's/scn_/scr_/g' migrations/* tests/*
for role in scr_user scr_anon; do run_sql "CREATE ROLE $role NOLOGIN"; done
run_sql "CREATE ROLE scr_service NOLOGIN BYPASSRLS"
forget_roles() {
  psql -X -q -c "DROP OWNED BY scr_user, scr_anon, scr_service" -c "DROP ROLE scr_user, scr_anon, scr_service" >/dev/null 2>&1 || true
}
trap 'status=$?; forget_roles; exit $status' EXIT
# Text is broken into lines: compared without them, and without the ticks around names.
expect_text() {
  local text
  for text; do tr '\n' ' ' <"$captured/all" | tr -s ' ' | tr -d '`' | grep -qF -e "$text" || fail "no text '$text'"; done
}
migrate

# ---- what would prove nothing is refused
cp tests/rls.toml good.toml
sed 's/, bypass_rls = true//' good.toml >tests/rls.toml
expect_exit 5 dunlin test rls
expect_text "scr_service is BYPASSRLS: no policy holds for it"
sed 's/"scr_anon"/"scr_nobody"/' good.toml >tests/rls.toml
expect_exit 2 dunlin test rls
expect_text "the server has no role scr_nobody; nothing was run"
sed '1i client_roles = ["scr_user", "scr_usr"]' good.toml >tests/rls.toml
expect_exit 2 dunlin test rls
expect_text "tests/rls.toml: the server has no role scr_usr, which client_roles names; nothing was tested"
sed 's/tables.members/tables.member/' good.toml >tests/rls.toml
expect_exit 2 dunlin test rls
expect_text "the database has no member"
for name in 'a b' 'a.b.c.d' 'elsewhere.public.members'; do
  sed "s/tables.members/tables.\"$name\"/" good.toml >tests/rls.toml
  expect_exit 2 dunlin test rls
  expect_text "the expectations name a table $name, which can't be one's name" "stands in double quotes"
done
sed 's/tables.members/tables.Nobody/' good.toml >tests/rls.toml
expect_exit 2 dunlin test rls
expect_text "the database has no Nobody" "capital letters stand in double quotes"
sed 's/org IN (1, 2)/organisation IN (1, 2)/' good.toml >tests/rls.toml
expect_exit 2 dunlin test rls
expect_text "alice select public.documents: the condition isn't understood" 'column "organisation" does not exist'
sed 's/^bob = "org = 2"/robert = "org = 2"/' good.toml >tests/rls.toml
expect_exit 2 dunlin test rls
expect_text "rls.toml:14:1: there is no identity robert"
sed 's/^visitor = "denied"$/visitor = [1]/' good.toml >tests/rls.toml
expect_exit 2 dunlin test rls
sed 's/claims =/claim =/' good.toml >tests/rls.toml
expect_exit 2 dunlin test rls
expect_text "unknown key 'claim'" "did you mean claims?"
echo "ROLLBACK;" >>tests/rows.sql
cp good.toml tests/rls.toml
expect_exit 2 dunlin test rls
expect_text "has a ROLLBACK"
sed -i '/^ROLLBACK/d' tests/rows.sql
echo "INSERT INTO nowhere VALUES (1);" >>tests/rows.sql
expect_exit 1 dunlin test rls
expect_text 'relation "nowhere" does not exist' "rows.sql"
expect_sql "SELECT count(*) FROM documents" 0
sed -i '/nowhere/d' tests/rows.sql
echo '{"format": "x"}' >not.json
expect_exit 2 dunlin test rls --against not.json
expect_text "this isn't a matrix that dunlin saved"
expect_exit 2 dunlin test securty
expect_text "did you mean security?"
expect_exit 5 dunlin test rls --env production
expect_text "not in production"
expect_exit 2 dunlin test rls --file nowhere.toml
# A role that policies hold for can't say what is true.
run_sql "ALTER TABLE members FORCE ROW LEVEL SECURITY"
run_sql "CREATE ROLE scr_owner LOGIN IN ROLE scr_user, scr_anon, scr_service; GRANT ALL ON ALL TABLES IN SCHEMA public TO scr_owner"
sed '/^fixtures/d' good.toml >plain.toml
expect_exit 5 dunlin test rls --file plain.toml --db-url "$(url_of scr_owner)"
expect_text "so it can't say which rows there are"
run_sql "DROP OWNED BY scr_owner; DROP ROLE scr_owner"
run_sql "ALTER TABLE members NO FORCE ROW LEVEL SECURITY"

