# A load that was killed goes on; with another snapshot it doesn't, and begins anew only when that is asked for.
sqlite3 app.db "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); CREATE INDEX people_name ON people (name); CREATE TABLE log (what TEXT);
                INSERT INTO people VALUES (1, 'Ann'), (2, 'Bob'); INSERT INTO log VALUES ('a'), ('a')"
expect_exit 137 env DUNLIN_KILL_AT=chunk-committed:1 "$DUNLIN" transfer run --from app.db --yes
# The other session may have come as far.
expect_sql "SELECT count(*) BETWEEN 1 AND 2 FROM dunlin.transfer_chunk" t
expect_exit 0 dunlin transfer status --from app.db --json
expect_json .stage loading
expect_json '.chunks >= 1' true
expect_exit 5 dunlin migrate
expect_output "transfer 1 of" "is unfinished (stage loading): it carries out 002_transfer_app_keys itself" "dunlin transfer run --from"
expect_exit 0 dunlin transfer run --from app.db --yes --wait 60s
expect_sql "SELECT count(*) FROM log" 2
expect_applied 001 002 003

# Half-way through the keys: what one unit has built stays.
run_sql "CREATE SCHEMA later"
cp app.db other.db
expect_exit 137 env DUNLIN_KILL_AT=spread-done:1 "$DUNLIN" transfer run --from other.db --schema later --yes
expect_sql "SELECT count(*) FROM dunlin.journal j JOIN dunlin.ledger l ON l.hash = j.entry WHERE l.name = 'transfer_other_keys'" \
  "$(sql "SELECT count(*) FROM dunlin.journal j JOIN dunlin.ledger l ON l.hash = j.entry WHERE l.name = 'transfer_app_keys'")"
sqlite3 other.db "INSERT INTO people VALUES (3, 'Cem')"
expect_exit 3 dunlin transfer prepare --from other.db --schema later
expect_output "this transfer is at stage"
expect_exit 5 dunlin transfer run --from other.db --schema later --restart
expect_output "nobody agreed"
expect_sql "SELECT to_regclass('dunlin_load_later.people') IS NOT NULL" t
expect_exit 0 dunlin transfer run --from other.db --schema later --restart --yes
expect_sql "SELECT count(*) FROM later.people" 3
expect_sql "SELECT to_regnamespace('dunlin_load_later') IS NULL" t
expect_exit 0 dunlin status --check
expect_exit 0 dunlin log --verify

# What is complete isn't dropped.
expect_exit 5 dunlin transfer run --from other.db --schema later --restart --yes
expect_output "this transfer is complete"

# A schema with something in it is left alone.
run_sql "CREATE SCHEMA full_one"
run_sql "CREATE TABLE full_one.mine (n int)"
cp app.db third.db
expect_exit 3 dunlin transfer run --from third.db --schema full_one --yes
expect_output "mine"
expect_sql "SELECT count(*) FROM full_one.mine" 0
