# The migrations of a transfer in folders of other tools, whose files have both ways in one: they load, run and roll back.
sqlite3 app.db "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL); INSERT INTO people VALUES (1, 'Ann')"
for dialect in dbmate goose node-pg-migrate flyway golang-migrate supabase; do
  rm -rf db .dunlin database
  mkdir db
  printf '[project]\ndialect = "%s"\nmigrations = "db"\n' $dialect >dunlin.toml
  expect_exit 0 dunlin transfer run --from app.db --schema shop --yes
  expect_exit 0 dunlin lint
  expect_exit 0 dunlin verify
  expect_output "table shop.people"
  expect_exit 0 dunlin rollback --to 0 --yes
  expect_no_table shop.people
  # Preparing again finds its own files.
  expect_exit 0 dunlin transfer prepare --from app.db --schema shop
  [ "$(grep -c 'migration .* unchanged' "$captured/out")" = 3 ] || fail "$dialect: the files aren't as they were"
  expect_exit 0 dunlin migrate
  expect_table shop.people
  run_sql "DROP SCHEMA shop CASCADE; DROP SCHEMA dunlin CASCADE; DROP SCHEMA IF EXISTS dunlin_kept CASCADE"
done
