# What is used isn't removed, and who uses it is named.
expect_exit 0 dunlin pack add notebook
migrate
expect_sql "SELECT greet()" hello
run_sql "CREATE VIEW all_notes AS SELECT body FROM notes; CREATE VIEW greetings AS SELECT greet()"
expect_exit 5 dunlin pack remove notebook --env development
expect_output "pack notebook is used; nothing was written" "view all_notes depends on table notes" "view greetings depends on function greet()"
[ "$(ls migrations)" = 001_pack_notebook.sql ] || fail "a file was written"
expect_table notes all_notes greetings

# Nor is one on which another builds.
mkdir packs/diary
file packs/diary/pack.toml <<'TOML'
name = "diary"
version = "1.0"
title = "builds on notes"
requires = ["notebook"]
TOML
echo 'CREATE FUNCTION public.diary() RETURNS bigint LANGUAGE sql STABLE SET search_path = '"''"' AS $$ SELECT count(*) FROM public.notes $$;' >packs/diary/up.sql
echo 'DROP FUNCTION public.diary();' >packs/diary/down.sql
expect_exit 0 dunlin pack add diary --env development
expect_exit 5 dunlin pack remove notebook
expect_output "pack notebook is what diary builds on" "dunlin pack remove diary"
expect_exit 0 dunlin pack remove diary
expect_exit 0 dunlin pack list --json
expect_json '[.packs[] | select(.installed != null) | .name] | join(" ")' notebook

# Free of users it goes, as a migration that can be taken back; rows are warned of.
run_sql "DROP VIEW all_notes, greetings; INSERT INTO notes (body) VALUES ('kept?')"
expect_exit 0 dunlin pack remove notebook --env development
expect_output "public.notes has rows, which this migration drops"
expect_table notes
migrate
expect_no_table notes
expect_exit 5 dunlin pack remove notebook
expect_output "this project has no pack notebook"
rollback --steps 1 --yes
expect_table notes
expect_sql "SELECT greet()" hello

# What was removed can be added again.
migrate
expect_exit 0 dunlin pack add notebook --env development --param greeting=again
migrate
expect_sql "SELECT greet()" again
