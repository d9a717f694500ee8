# Columns that PostgreSQL computes: tried with every row before anything is loaded, compared afterwards.
sqlite3 app.db "CREATE TABLE t (id INTEGER PRIMARY KEY, price DECIMAL(10,2), x REAL, shown TEXT AS (price || ' EUR') STORED, spelled TEXT AS (x || '') STORED);
  INSERT INTO t (price, x) VALUES (185.5, 1.5), (20, 1e20), (0.25, NULL); CREATE TABLE u (id BLOB CHECK (length(id) = 16)); INSERT INTO u VALUES (randomblob(16))"

# What PostgreSQL would compute in another way is left out, with the rows that say so.
expect_exit 0 dunlin transfer prepare --from app.db --json
expect_json '[.problems[] | select(.rule == "generated-column-left-out") | "\(.object) \(.count) \(.keys | join(","))"] | join(";")' "t.spelled 1 id=2"
expect_no_table t
expect_exit 0 dunlin transfer run --from app.db
expect_sql "SELECT string_agg(shown, ',' ORDER BY id) FROM t" "185.5 EUR,20 EUR,0.25 EUR"
expect_exit 0 dunlin transfer verify --from app.db

# The rows are as they were, but the column computes something else.
run_sql "ALTER TABLE t DROP COLUMN shown, ADD COLUMN shown text COLLATE \"C\" GENERATED ALWAYS AS (price::text || ' EUR') STORED"
expect_exit 3 dunlin transfer verify --from app.db --json
expect_json '[.tables[] | select(.state == "different") | .differences[] | "\(.key) \(.column) \(.source) \(.target)"] | join(";")' "id=1 shown 185.5 EUR 185.50 EUR;id=2 shown 20 EUR 20.00 EUR"
