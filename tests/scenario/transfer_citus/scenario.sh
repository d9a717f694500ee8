# Tables that are distributed by Citus's functions. Citus itself isn't here: stand-ins record how they were called.
file source.sql <<'SQL'
CREATE TABLE "ten""ants" (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT);
CREATE TABLE projects (tenant INTEGER NOT NULL REFERENCES "ten""ants" (id), id INTEGER NOT NULL, country TEXT REFERENCES countries (code), PRIMARY KEY (tenant, id));
CREATE TABLE tasks (tenant INTEGER NOT NULL, project INTEGER NOT NULL, id INTEGER PRIMARY KEY, title TEXT UNIQUE, FOREIGN KEY (tenant, project) REFERENCES projects (tenant, id) ON DELETE CASCADE);
CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);
CREATE TRIGGER stamp AFTER INSERT ON tasks BEGIN UPDATE tasks SET title = upper(title) WHERE id = NEW.id; END;
CREATE VIEW all_tasks AS SELECT tenant, title FROM tasks;
INSERT INTO "ten""ants" VALUES (1, 'a'), (2, 'b');
INSERT INTO countries VALUES ('de', 'Germany');
INSERT INTO projects VALUES (1, 1, 'de'), (2, 1, NULL);
INSERT INTO tasks VALUES (1, 1, 1, 'x'), (2, 1, 2, 'y');
INSERT INTO notes VALUES (1, 'n');
SQL
sqlite3 app.db <source.sql

rules() {
  cat >dunlin.toml <<TOML
[transfer]
schema = "app"
distribution = "citus"
[[transfer.distribute]]
table = 'ten"ants'
column = "id"
[[transfer.distribute]]
table = "countries"
reference = true
[[transfer.distribute]]
table = "projects"
column = "tenant"
colocate_with = 'ten"ants'
[[transfer.distribute]]
table = "tasks"
$1
TOML
}

# Without the extension nothing begins.
rules 'column = "tenant"'
expect_exit 3 dunlin transfer prepare --from app.db
expect_output "create_distributed_table()" "CREATE EXTENSION citus"

run_sql "CREATE TABLE public.calls (number int GENERATED ALWAYS AS IDENTITY, call text, rows bigint, in_schema text);
  CREATE FUNCTION public.create_distributed_table(table_name regclass, distribution_column text, colocate_with text DEFAULT 'default') RETURNS void LANGUAGE plpgsql AS \$\$
  DECLARE n bigint; BEGIN EXECUTE format('SELECT count(*) FROM %s', table_name) INTO n;
    PERFORM 1 FROM pg_attribute WHERE attrelid = table_name AND attname = distribution_column; IF NOT FOUND THEN RAISE 'no column %', distribution_column; END IF;
    IF colocate_with <> 'default' THEN PERFORM colocate_with::regclass; END IF;
    INSERT INTO public.calls (call, rows, in_schema) SELECT format('%s by %s with %s', relname, distribution_column, colocate_with), n, relnamespace::regnamespace FROM pg_class WHERE oid = table_name; END \$\$;
  CREATE FUNCTION public.create_reference_table(table_name regclass) RETURNS void LANGUAGE sql AS
  \$\$ INSERT INTO public.calls (call, rows, in_schema) SELECT format('%s reference', relname), 0, relnamespace::regnamespace FROM pg_class WHERE oid = table_name \$\$"

# Keys without the column, keys between tables that are apart: refused, with what can be done.
expect_exit 3 dunlin transfer prepare --from app.db
expect_output "the primary key (id) doesn't contain that column" "a UNIQUE constraint (title)" "widen_keys = true"
rules 'reference = true'
expect_exit 3 dunlin transfer prepare --from app.db
expect_output "tasks is a reference table, and projects is spread by tenant"
rules 'column = "project"
widen_keys = true'
expect_exit 3 dunlin transfer prepare --from app.db
expect_output "it doesn't lead from tasks.project to projects.tenant"

rules 'column = "tenant"
widen_keys = true
colocate_with = "projects"'
expect_exit 0 dunlin transfer run --from app.db --yes
expect_sql "SELECT string_agg(call || ' ' || rows || ' ' || in_schema, ', ' ORDER BY number) FROM calls" 'countries reference 0 dunlin_load_app, ten"ants by id with default 0 dunlin_load_app, projects by tenant with "ten""ants" 0 dunlin_load_app, tasks by tenant with "projects" 0 dunlin_load_app'
expect_sql "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'app.tasks'::regclass AND contype = 'p'" "PRIMARY KEY (id, tenant)"
expect_sql "SELECT count(*) FROM app.all_tasks" 2
# Citus has no triggers on distributed tables.
expect_sql "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal" 0
grep -q '^--| .*stamp' migrations/*_logic.sql || fail "the trigger isn't in the migration as a comment"
expect_exit 0 dunlin transfer verify --from app.db --json
expect_json .state equal

# What rests on triggers and sessions of one server isn't done.
expect_exit 5 dunlin transfer follow --from app.db
expect_output "Citus"
expect_exit 5 dunlin transfer switch --from app.db
expect_output "Citus"
expect_exit 0 dunlin transfer return --drop --from app.db --yes
expect_sql "SELECT count(*) FROM pg_class WHERE relnamespace = 'app'::regnamespace" 0
