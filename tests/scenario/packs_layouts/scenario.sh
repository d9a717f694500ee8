# A pack becomes a migration in the project's own layout, with its rollback where that layout has it, and with who wrote it.
export GIT_AUTHOR_NAME='Ada Lovelace'
in_layout() {  # DIALECT FOLDER EXPECTED-FILES
  printf '[project]\nmigrations = "%s"\ndialect = "%s"\n' "$2" "$1" >dunlin.toml
  rm -rf migrations "$2" supabase prisma
  mkdir -p "$2"
  expect_exit 0 dunlin pack add notebook --env development
  local files
  files=$(find "$2" supabase prisma rollback -type f 2>/dev/null | sort -u | sed -E 's/[0-9]{13,14}/STAMP/' | tr '\n' ' ')
  [ "$files" = "$3 " ] || fail "$1: files '$files'"
  grep -rqx -- '-- Author: Ada Lovelace' "$2" || fail "$1: no author"
  printf '[policy]\nrequire_metadata = true\n' >>dunlin.toml
  if dunlin lint 2>&1 | grep missing-metadata; then fail "$1: lacks metadata"; fi
  migrate
  expect_table notes
  rollback --yes
  expect_no_table notes
  migrate
  expect_exit 0 dunlin pack list --json
  expect_json '.packs[] | select(.name == "notebook") | .state' added
  run_sql "DROP SCHEMA dunlin CASCADE; DROP TABLE notes; DROP FUNCTION greet(); DROP SCHEMA IF EXISTS dunlin_kept CASCADE"
  rm -rf rollback "$2"
}
in_layout dunlin db/m db/m/001_pack_notebook.sql
in_layout flyway db/m "db/m/U1__pack_notebook.sql db/m/V1__pack_notebook.sql"
in_layout golang-migrate db/m "db/m/STAMP_pack_notebook.down.sql db/m/STAMP_pack_notebook.up.sql"
in_layout dbmate db/m db/m/STAMP_pack_notebook.sql
in_layout goose db/m db/m/STAMP_pack_notebook.sql
in_layout node-pg-migrate db/m db/m/STAMP_pack_notebook.sql
in_layout diesel db/m "db/m/STAMP_pack_notebook/down.sql db/m/STAMP_pack_notebook/up.sql"
# Their own tools would run a down section: the rollback is a file apart.
in_layout supabase supabase/migrations "supabase/migrations/STAMP_pack_notebook.sql supabase/rollback/STAMP_pack_notebook.sql"
in_layout prisma prisma/migrations "prisma/migrations/STAMP_pack_notebook/migration.sql prisma/rollback/STAMP_pack_notebook.sql"

# goose itself ends a statement at a line that ends in a semicolon, unless it is told where the statement ends.
printf '[project]\nmigrations = "db/m"\ndialect = "goose"\n' >dunlin.toml
mkdir -p db/m
cat >>packs/notebook/up.sql <<'SQL'
CREATE FUNCTION {{schema}}.two_statements() RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    PERFORM 1;
END
$$;
SQL
sed -i '1i DROP FUNCTION {{schema}}.two_statements();' packs/notebook/down.sql
expect_exit 0 dunlin pack add notebook
file=$(ls db/m/*.sql)
sed -n '/StatementBegin/,/StatementEnd/p' "$file" | tr '\n' ' ' | grep -q '^-- +goose StatementBegin CREATE FUNCTION "public".two_statements.*; -- +goose StatementEnd $' ||
  fail "goose: $(cat "$file")"
migrate
rollback --yes
expect_no_table notes

# `dunlin new` says who, too; without a name there is no such line.
printf '[project]\nmigrations = "n"\n' >dunlin.toml
expect_exit 0 dunlin new add_things
grep -qx -- '-- Author: Ada Lovelace' n/001_add_things.sql || fail "new: $(cat n/001_add_things.sql)"
GIT_AUTHOR_NAME='' GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null expect_exit 0 dunlin new add_more
! grep -q Author n/002_add_more.sql || fail "new: $(cat n/002_add_more.sql)"
GIT_AUTHOR_NAME='' GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=user.name GIT_CONFIG_VALUE_0='Grace Hopper' expect_exit 0 dunlin new add_most
grep -qx -- '-- Author: Grace Hopper' n/003_add_most.sql || fail "new: $(cat n/003_add_most.sql)"
