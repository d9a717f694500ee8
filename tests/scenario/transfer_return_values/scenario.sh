# What the application writes on PostgreSQL and SQLite can't hold is named, row by row, and nothing is changed; the rest comes back.
sqlite3 app.db "CREATE TABLE prices (id INTEGER PRIMARY KEY, rate REAL, amount NUMERIC, at TIMESTAMP, name TEXT NOT NULL UNIQUE, CHECK (amount < 1000));
  INSERT INTO prices VALUES (1, 1.5, 1.25, '2024-01-01 10:00:00', 'a'), (2, 2.5, 7, '2024-01-01 10:00:01', 'b'), (4, 4.5, 4, NULL, 'd');
  CREATE TABLE loose (id INTEGER PRIMARY KEY, one ANY, other); INSERT INTO loose VALUES (1, 1.5, 1.5);
  CREATE TABLE exact (id INTEGER PRIMARY KEY, one ANY) STRICT; INSERT INTO exact VALUES (1, 1.5);
  CREATE TABLE notes (amount NUMERIC, text TEXT); INSERT INTO notes VALUES (1.5, 'x')"
expect_exit 0 dunlin transfer run --from app.db --yes
expect_exit 0 dunlin transfer switch --from app.db --yes
lite() { sqlite3 app.db "$1"; }

# A numeric's trailing zeros aren't a difference: SQLite's numbers have none. Neither is -0.
run_sql "UPDATE prices SET amount = 1.10 WHERE id = 1; INSERT INTO prices VALUES (3, '-0', 20.00, NULL, 'c'); UPDATE notes SET amount = 2.50;
  UPDATE loose SET one = '-0', other = '-0'; UPDATE exact SET one = '-0'"
expect_exit 0 dunlin transfer return --from app.db --dry-run
expect_output "the SQLite file would hold every row"

# These are: the row, the column, and what would become of it.
run_sql "UPDATE prices SET at = 'infinity', rate = 'NaN' WHERE id = 2"
expect_exit 3 dunlin transfer return --from app.db
expect_output "prices id=2: rate is NaN, which is no double precision in the file" "nothing was changed"
expect_no_output "past the triggers"
run_sql "UPDATE prices SET rate = 2 WHERE id = 2"
expect_exit 3 dunlin transfer return --from app.db
expect_output "prices id=2: at is infinity"
run_sql "UPDATE prices SET at = NULL, amount = 12.345678901234567890123 WHERE id = 2"
expect_exit 3 dunlin transfer return --from app.db
expect_output "prices id=2: amount is 12.345678901234567890123"
run_sql "UPDATE prices SET amount = 7.5 WHERE id = 2; INSERT INTO notes VALUES (12.345678901234567890123, 'y')"
expect_exit 3 dunlin transfer return --from app.db
expect_output "notes a row: amount is 12.345678901234567890123"
run_sql "DELETE FROM notes WHERE text = 'y'"

# So are rows that the file's own constraints refuse.
run_sql "ALTER TABLE prices DROP CONSTRAINT prices_name_key; UPDATE prices SET name = 'a' WHERE id = 2"
expect_exit 3 dunlin transfer return --from app.db
expect_output "of PostgreSQL doesn't fit the SQLite file: UNIQUE constraint failed: prices.name" "nothing was changed"
expect_sql "SELECT stage FROM dunlin.transfer" switched
run_sql "UPDATE prices SET name = 'b' WHERE id = 2"

# What went past the triggers is another cause.
run_sql "DO \$\$ DECLARE name text; BEGIN
  ALTER TABLE prices DISABLE TRIGGER ALL; UPDATE prices SET rate = 9 WHERE id = 4;
  FOR name IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'prices'::regclass AND NOT tgisinternal LOOP
    EXECUTE format('ALTER TABLE prices ENABLE ALWAYS TRIGGER %I', name);
  END LOOP; END \$\$"
expect_exit 3 dunlin transfer return --from app.db
expect_output "the SQLite file would not hold what PostgreSQL holds: prices" "past the triggers"
run_sql "UPDATE prices SET rate = 9 WHERE id = 4"

# A table that was altered is named, and the way is open again when that is undone.
run_sql "ALTER TABLE prices ADD COLUMN extra int; ALTER TABLE notes RENAME TO remarks"
expect_exit 5 dunlin transfer return --from app.db
expect_output "table notes isn't there" "prices.extra is new" "can be undone"
run_sql "ALTER TABLE prices DROP COLUMN extra; ALTER TABLE remarks RENAME TO notes"
expect_exit 0 dunlin transfer return --from app.db
[ "$(lite "SELECT group_concat(id || ':' || amount || ':' || rate, ' ') FROM (SELECT * FROM prices ORDER BY id)")" = "1:1.1:1.5 2:7.5:2.0 3:20:0.0 4:4:9.0" ] ||
  fail "unexpected rows: $(lite "SELECT * FROM prices")"
[ "$(lite "SELECT amount FROM notes")" = 2.5 ] || fail "unexpected rows: $(lite "SELECT * FROM notes")"
zeros="SELECT (SELECT one || typeof(one) || ' ' || hex(ieee754_to_blob(other)) FROM loose), (SELECT hex(ieee754_to_blob(one)) FROM exact)"
[ "$(lite "$zeros")" = "0integer 8000000000000000|8000000000000000" ] || fail "unexpected zeros: $(lite "$zeros")"

# Whole numbers in columns where SQLite makes integers of them, though no value was whole at the load; and moments in julian days, which
# SQLite counts in milliseconds.
run_sql "DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA dunlin CASCADE"
rm -r migrations .dunlin
sqlite3 later.db "CREATE TABLE later (id INTEGER PRIMARY KEY, w WEIGHT, day REAL); INSERT INTO later VALUES (1, 1.5, julianday('2024-01-01 10:00:00')), (2, 2.5, 2460000.123456789)"
cat >dunlin.toml <<'TOML'
[[transfer.column]]
match = "later.day"
to = "timestamp"
from = "julian"
TOML
expect_exit 0 dunlin transfer run --from later.db --yes
expect_sql "SELECT day FROM later WHERE id = 1" "2024-01-01 10:00:00"
sqlite3 later.db "INSERT INTO later VALUES (3, 3, julianday('2024-02-01 07:08:09.123'))"
expect_exit 0 dunlin transfer follow --from later.db --rounds 1
expect_sql "SELECT w || ' ' || day FROM later WHERE id = 3" "3 2024-02-01 07:08:09.123"
expect_exit 0 dunlin transfer switch --from later.db --yes
run_sql "UPDATE later SET w = 2, day = day + interval '1 hour' WHERE id IN (1, 3); INSERT INTO later VALUES (4, 4, '2024-02-01 07:08:09.123456')"
expect_exit 3 dunlin transfer return --from later.db --dry-run
expect_output "later id=4: day lies between two numbers that the file can hold; the nearest is 2460341.7973"
expect_no_output "id=3"
run_sql "DELETE FROM later WHERE id = 4"
expect_exit 0 dunlin transfer return --from later.db
[ "$(sqlite3 later.db "SELECT group_concat(w || typeof(w) || ' ' || (day = julianday('2024-01-01 11:00:00') OR day = julianday('2024-02-01 08:08:09.123') OR day = 2460000.123456789), ' ') FROM later")" = \
  "2integer 1 2.5real 1 2integer 1" ] || fail "unexpected rows: $(sqlite3 later.db "SELECT * FROM later")"
