# The packs themselves, not ones made for a test: where objects, rows or users of them are in the way, nothing is written, and what is
# in the way is named.
mkdir -p migrations
nothing_written() { [ -z "$(ls migrations)" ] || fail "files: $(ls migrations)"; }

# A log of that name by somebody else, and a function that the pack has too.
run_sql "CREATE TABLE audit_logs (id bigint PRIMARY KEY, what text); CREATE FUNCTION log_event(action text, details jsonb, relation text, record_id text)
  RETURNS bigint LANGUAGE sql AS 'SELECT 7::bigint'; CREATE TABLE orders (id int PRIMARY KEY)"
expect_exit 5 dunlin pack add audit --param tables=orders --env development
expect_output "2 objects of pack audit are there already, with another definition; nothing was written" "table public.audit_logs" "-what text" \
  "+actor_source text NOT NULL" "function public.log_event" "SELECT 7::bigint"
nothing_written
expect_sql "SELECT log_event('a', NULL, NULL, NULL)" 7
run_sql "DROP TABLE audit_logs; DROP FUNCTION log_event"

# A table that isn't there, a column that isn't, a view instead of a table, a role that isn't.
expect_exit 5 dunlin pack add audit --param tables=nowhere --env development
expect_output 'relation "public.nowhere" does not exist'
expect_exit 5 dunlin pack add audit --param tables=orders --param masked=public.orders.fax --env development
expect_output "orders has no column fax"
expect_exit 5 dunlin pack add audit --param readers=nobody --env development
expect_output 'CREATE ROLE "nobody"'
run_sql "CREATE VIEW recent AS SELECT * FROM orders; CREATE TABLE keyless (phone text); CREATE EXTENSION IF NOT EXISTS pgcrypto"
expect_exit 5 dunlin pack add timestamps --param tables=recent --env development
expect_output "pack timestamps can't run on this database" '"public"."recent" is a view: name a table instead'
expect_exit 5 dunlin pack add validation --param quantity_columns=public.recent.id --env development
expect_output "pack validation can't run on this database" "public.recent is a view: name a table instead"
expect_exit 5 dunlin pack add encryption --param phone_tables=keyless --env development
expect_output 'tells rows apart by their primary key, and "public"."keyless" has none' 'ALTER TABLE "public"."keyless" ADD PRIMARY KEY (...)'
nothing_written

# Values that make no sense: refused before anything is asked, with what is allowed.
expect_exit 2 dunlin pack add audit --param months_ahead=-5
expect_output "months_ahead = '-5': is less than 1"
expect_exit 2 dunlin pack add security_events --param failed_sign_ins=0
expect_output "failed_sign_ins = '0': is less than 1"
expect_exit 2 dunlin pack add retention --param "policies=at=1 day"
expect_output "policies = 'at=1 day': isn't schema.table.column=interval"
expect_exit 0 dunlin pack show security_events
expect_output "integer from 1 to 10000"
expect_exit 0 dunlin pack show audit --json
expect_json '.parameters[] | select(.name == "months_ahead") | "\(.minimum) \(.maximum)"' "1 120"
nothing_written

# Rows that a new rule doesn't allow are listed, and nothing is half done.
run_sql "CREATE TABLE goods (id int PRIMARY KEY, sku text, slug text); INSERT INTO goods VALUES (1, 'OK-1', 'a'), (2, 'bad sku!!', 'twice'), (3, 'x y', 'twice')"
expect_exit 0 dunlin pack add roles
migrate
expect_exit 5 dunlin pack add validation --param sku_columns=public.goods.sku --env development
expect_output "2 rows of public.goods" "id=2 (bad sku!!); id=3 (x y)" "Correct these rows in a migration before this one"
expect_exit 5 dunlin pack add soft_delete --param tables=goods --param unique_live=public.goods.slug --env development
expect_output "public.goods.slug: 1 of its values stand in more than one live row" "twice (2 rows)"
expect_exit 0 dunlin pack add soft_delete --param tables=goods --param unique_live=public.goods.slug
expect_exit 1 dunlin migrate
expect_output "twice (2 rows)" "nothing of 002_pack_soft_delete remains"
expect_sql "SELECT count(*) FROM pg_attribute WHERE attrelid = 'goods'::regclass AND attname = 'deleted_at'" 0
run_sql "UPDATE goods SET slug = 'once' WHERE id = 3"
migrate
expect_sql "SELECT count(*) FROM pg_indexes WHERE tablename = 'goods' AND indexdef LIKE '%deleted_at IS NULL%'" 1
run_sql "SELECT soft_delete('goods', '3'); INSERT INTO goods VALUES (4, NULL, 'once')"

# Removed while it is used: refused, and the users named.
run_sql "ALTER TABLE goods ADD COLUMN updated_at timestamptz"
expect_exit 0 dunlin pack add timestamps --param tables=orders --env development
migrate
run_sql "CREATE TRIGGER mine BEFORE UPDATE ON goods FOR EACH ROW EXECUTE FUNCTION update_updated_at_column()"
expect_exit 5 dunlin pack remove timestamps --env development
expect_output "pack timestamps is used" "trigger mine on table goods depends on function update_updated_at_column()"
expect_exit 0 dunlin pack add audit --param tables=orders --env development
migrate
run_sql "CREATE VIEW who AS SELECT actor FROM audit_logs; CREATE FUNCTION ask() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT log_event('X'::text, NULL::jsonb, NULL::text, NULL::text); END"
expect_exit 5 dunlin pack remove audit --env development
expect_output "pack audit is used" "view who depends on" "function ask() depends on function log_event"
[ "$(ls migrations | wc -l)" = 4 ] || fail "a file was written: $(ls migrations)"
expect_table orders goods audit_logs
