# shellcheck shell=bash disable=SC2012,SC2164,SC2103
# What removing a pack says and writes: every user of what it made by name, and a file that the linter lets pass.
echo "CREATE TABLE goods (id int PRIMARY KEY, name text);" >migrations/001_goods.sql
expect_exit 0 dunlin pack add roles
expect_exit 0 dunlin pack add soft_delete --param tables=public.goods --param hide=view
migrate

# ---- users of several objects that one DO block drops, each with its own
view=$(sql "SELECT object FROM dunlin_pack.soft_delete_made WHERE kind = 'view'")
run_sql "CREATE VIEW first AS SELECT name FROM $view; CREATE VIEW second AS SELECT count(*) FROM first"
run_sql "CREATE VIEW by_column AS SELECT deleted_at FROM goods"
run_sql "CREATE FUNCTION forget(id text) RETURNS void LANGUAGE sql BEGIN ATOMIC SELECT soft_delete('goods', id); END"
run_sql "CREATE FUNCTION whoami() RETURNS uuid LANGUAGE sql BEGIN ATOMIC SELECT auth.uid(); END"
run_sql "CREATE TABLE visits (by_whom uuid DEFAULT auth.uid()); ALTER TABLE visits ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON visits USING (by_whom = auth.uid())"
expect_exit 5 dunlin pack remove soft_delete --env development
expect_output "view first depends on view" "view second depends on view first" "view by_column depends on column deleted_at of table goods" \
  "function forget(text) depends on function soft_delete"
expect_no_output "see server log"
[ "$(ls migrations | wc -l)" = 3 ] || fail "a file was written"
expect_exit 5 dunlin pack remove roles --env development
expect_output "function whoami() depends on function auth.uid()" "default value for column by_whom of table visits depends on function auth.uid()" \
  "policy mine on table visits depends on function auth.uid()"
# More than a message of the server lists.
run_sql "DO \$\$ BEGIN FOR i IN 1..130 LOOP EXECUTE format('CREATE VIEW many_%s AS SELECT name FROM first', i); END LOOP; END \$\$"
expect_exit 5 dunlin pack remove soft_delete --env development
expect_output "view many_1 depends" "view many_130 depends" "view by_column depends"
expect_no_output "see server log"
expect_table many_1 first by_column goods visits
run_sql "DROP VIEW first CASCADE; DROP VIEW by_column; DROP FUNCTION forget(text)"

# ---- the file: what is dropped is allowed, with the reason
expect_exit 0 dunlin pack remove soft_delete --env development
expect_no_output "error" "DROP SCHEMA dunlin_pack fails"
file=$(ls migrations/*remove_pack_soft_delete.sql)
grep -q '^-- dunlin:allow .*drop-table.*: what pack soft_delete has made goes with it$' "$file" || fail "no allowance: $(head -9 "$file")"
expect_exit 0 dunlin lint "$file"
expect_exit 0 dunlin lint
migrate
expect_no_table dunlin_pack.soft_delete_made
rollback --steps 1 --yes
expect_table dunlin_pack.soft_delete_made

# ---- the linter passes what removes any pack of the program, with the parameters of its test
parameters_of() {
  dunlin pack show "$1" --json | jq -r '.test_parameters | to_entries[] | "--param", "\(.key)=\(if (.value | type) == "array" then (.value | tojson) else .value end)"'
}
add_with_others() {
  local other arguments
  for other in $(dunlin pack show "$1" --json | jq -r '.requires[]'); do
    compgen -G "migrations/*_pack_$other.sql" >/dev/null || add_with_others "$other"
  done
  mapfile -t arguments < <(parameters_of "$1")
  expect_exit 0 dunlin pack add "$1" "${arguments[@]}"
}
for pack in $(dunlin pack list --json | jq -r '.packs[].name'); do
  mkdir "of_$pack"
  cd "of_$pack"
  cp ../dunlin.toml .
  mkdir migrations
  add_with_others "$pack"
  expect_exit 0 dunlin pack remove "$pack"
  expect_exit 0 dunlin lint migrations/*_remove_pack_"$pack".sql
  cd ..
done
