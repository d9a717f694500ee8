# A pack becomes a migration in the project's own layout, with its rollback where that layout has it.
in_layout() {  # DIALECT FOLDER EXPECTED-FILES
  printf '[project]\nmigrations = "%s"\ndialect = "%s"\n' "$2" "$1" >dunlin.toml
  rm -rf migrations "$2" supabase prisma
  mkdir -p "$2"
  expect_exit 0 dunlin pack add notebook --env development
  local files
  files=$(find "$2" supabase prisma rollback -type f 2>/dev/null | sort -u | sed -E 's/[0-9]{14}/STAMP/' | tr '\n' ' ')
  [ "$files" = "$3 " ] || fail "$1: files '$files'"
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
in_layout diesel db/m "db/m/STAMP_pack_notebook/down.sql db/m/STAMP_pack_notebook/up.sql"
# Their own tools would run a down section: the rollback is a file apart.
in_layout supabase supabase/migrations "supabase/migrations/STAMP_pack_notebook.sql supabase/rollback/STAMP_pack_notebook.sql"
in_layout prisma prisma/migrations "prisma/migrations/STAMP_pack_notebook/migration.sql prisma/rollback/STAMP_pack_notebook.sql"
