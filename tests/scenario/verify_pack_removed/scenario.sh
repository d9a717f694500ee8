# After `pack remove` nothing is asked for that the pack had brought, by whatever way its down file drops it.
run_sql "CREATE EXTENSION pgcrypto"
file migrations/001_base.sql <<'SQL'
CREATE TABLE people (id uuid PRIMARY KEY, phone text, status text NOT NULL DEFAULT 'draft', created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE notes (id bigint PRIMARY KEY, user_id uuid NOT NULL, title text NOT NULL);
CREATE INDEX notes_title ON notes (title);
SQL
migrate
add() { expect_exit 0 dunlin pack add "$@"; }
removed() {
  expect_exit 0 dunlin pack remove "$1"
  migrate
  expect_exit 0 dunlin verify --json
  expect_json '[.checks[] | select(.state == "failed") | .name] | join(", ")' ''
}
add timestamps --param tables='["public.people", "public.notes"]'
add soft_delete --param tables='["public.notes"]' --param unique_live='["public.notes.title"]'
add gdpr --param subject_table=public.people --param erase='["public.notes=delete"]'
add encryption --param phone_tables='["public.people"]'
add roles
add organizations
migrate
add rls --param own_tables='["public.notes"]' --param published_tables='["public.people"]'
migrate
expect_exit 0 dunlin verify
expect_output "ok       columns of public.notes" "ok       row security of public.notes" "trigger set_updated_at of public.people" "0 failed"
for pack in rls organizations roles encryption gdpr soft_delete timestamps; do removed "$pack"; done
expect_sql "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'people'::regclass AND attnum > 0 AND NOT attisdropped" \
  "id phone status created_at"

# What the project's own files have made is asked for as before, also a column that the pack only found.
expect_exit 0 dunlin verify
expect_output "ok       table public.people" "ok       columns of public.people" "ok       index public.notes_title on public.notes"
expect_no_output "set_updated_at" "deleted_at" "phone_encrypted" "row security"
run_sql "ALTER TABLE people DROP COLUMN created_at"
expect_exit 1 dunlin verify --quiet
expect_output "columns of public.people" "missing: created_at"
run_sql "ALTER TABLE people ADD COLUMN created_at timestamptz NOT NULL DEFAULT now()"

# Added again it is promised again.
add timestamps --param tables='["public.notes"]'
migrate
run_sql "DROP TRIGGER set_updated_at ON notes"
expect_exit 1 dunlin verify --quiet
expect_output "trigger set_updated_at of public.notes" "1 failed"
