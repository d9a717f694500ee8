# Every transfer can be ended: one on the private server gives way, one that is never switched is finalized or rolled back, also where our
# files are gone.
server=$DUNLIN_DATABASE_URL
unset DUNLIN_DATABASE_URL
mkdir migrations
sqlite3 app.db "CREATE TABLE p (id INTEGER PRIMARY KEY, n TEXT); INSERT INTO p (n) VALUES ('a'), ('b')"

# For a look, on the project's own server: a load that was cut off begins anew.
DUNLIN_KILL_AT=chunk-committed expect_exit 137 dunlin transfer run --from app.db --yes
expect_exit 0 dunlin transfer run --restart --from app.db --yes
expect_output "2 rows of 1 table"
expect_exit 5 dunlin transfer run --restart --from app.db --yes
expect_output "this transfer is complete"

# And it keeps nobody from the real one.
export DUNLIN_DATABASE_URL=$server
expect_exit 0 dunlin transfer prepare --from app.db
expect_exit 0 dunlin transfer run --from app.db --yes
expect_sql "SELECT count(*) FROM p" 2

# Taken back before a switch, when somebody says so; then it is over.
expect_exit 5 dunlin rollback --to 0
expect_output "belongs to the transfer of" "which is moved"
expect_exit 0 dunlin rollback --to 0 --yes
expect_no_table public.p
expect_exit 0 dunlin transfer run --from app.db --yes

# The application is pointed to the tables by other means: they stay.
expect_exit 0 dunlin transfer finalize --from app.db --yes
expect_sql "SELECT count(*) FROM p" 2
expect_exit 0 dunlin rollback --to 0 --yes

# Without our files nothing can be compared; the tables can go.
expect_exit 0 dunlin transfer run --from app.db --yes
rm -r .dunlin/transfer
for verb in "return --drop" finalize; do
  # shellcheck disable=SC2086
  expect_exit 5 dunlin transfer $verb --from app.db --yes
  expect_output "the working files of this transfer aren't here" "dunlin rollback takes the tables away"
done
expect_exit 0 dunlin rollback --to 0 --yes
expect_no_table public.p

# Killed when the tables were moved, before it could say which rows didn't fit: the next run says it.
sqlite3 odd.db "CREATE TABLE odd (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO odd (n) VALUES (1), ('two'), (3)"
cat >dunlin.toml <<'TOML'
[[transfer.column]]
match = "odd.n"
to = "bigint"
misfit = "reject"
TOML
DUNLIN_KILL_AT=logic-applied expect_exit 137 dunlin transfer run --from odd.db --yes
expect_exit 3 dunlin transfer run --from odd.db --yes
expect_output "1 row REJECTED by policy"
grep -q '"column":"n"' database/reports/rejects_odd.ndjson || fail "the rejected row isn't told"
# A run that was killed while it wrote them down has told nobody: the next one has nothing to do, and says it all the same.
: >"$(find .dunlin -name 'rejects*')"
expect_exit 3 dunlin transfer run --from odd.db --yes
expect_output "nothing to do" "1 row REJECTED by policy"
grep -q '"column":"n"' database/reports/rejects_odd.ndjson || fail "the rejected row isn't told again"
expect_sql "SELECT string_agg(n::text, ' ' ORDER BY n) FROM odd" "1 3"

# Among more texts than numbers: a number is one all the same. Where more numbers are spelled, those are kept.
sqlite3 words.db "CREATE TABLE w (id INTEGER PRIMARY KEY, few, many); INSERT INTO w (few, many) VALUES (5, 6), ('x', '7'), ('y', '8'), ('9', 'z')"
cat >dunlin.toml <<'TOML'
[[transfer.column]]
match = "w.few"
to = "bigint"
misfit = "null"
[[transfer.column]]
match = "w.many"
to = "bigint"
misfit = "null"
TOML
expect_exit 0 dunlin transfer run --from words.db --schema words --yes
expect_sql "SELECT string_agg(few::text, ' ' ORDER BY id) || '; ' || string_agg(many::text, ' ' ORDER BY id) FROM words.w" "5; 7 8"

folder=.dunlin
[ "$(id -u)" != 0 ] || folder=/var/lib/dunlin/$(printf %s "$(pwd -P)" | sha256sum | cut -c1-16)
[ "$(id -u)" != 0 ] || rm -rf "$folder"
