# An option that a verb has nothing to do with is refused, before anything is done; a rehearsed drop drops nothing.
sqlite3 app.db "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO people VALUES (1, 'Ann')"

expect_exit 2 dunlin transfer run --from app.db --dry-run --yes
expect_output "dunlin transfer run has no option --dry-run" "it is for dunlin transfer switch, return" "prepare shows"
expect_no_table people
expect_exit 2 dunlin transfer run --from app.db --budget abc --yes
expect_output "dunlin transfer run has no option --budget" "follow, switch"
expect_exit 0 dunlin transfer run --from app.db --yes
expect_exit 2 dunlin transfer switch --from app.db --drop
expect_output "dunlin transfer switch has no option --drop"
expect_exit 2 dunlin transfer finalize --from app.db --dry-run --yes
expect_output "dunlin transfer finalize has no option --dry-run" "asks before it ends anything"

# No time at all is none.
expect_exit 2 timeout 120 "$DUNLIN" transfer follow --from app.db --budget 0
expect_output "--budget 0 is no time at all"
expect_exit 2 timeout 120 "$DUNLIN" transfer follow --from app.db --every 0
expect_output "--every 0 is no time at all"
expect_exit 2 timeout 120 "$DUNLIN" transfer switch --from app.db --budget 0ms
expect_output "--budget 0ms is no time at all"

remember_catalog
expect_exit 0 dunlin transfer return --from app.db --drop --dry-run --yes
expect_output "Would drop 1 table of PostgreSQL" "people" "Nothing was changed"
expect_exit 0 dunlin transfer return --from app.db --drop --dry-run --json
expect_json '"\(.outcome) \(.would_drop[0])"' "rehearsed public.people"
expect_same_catalog
expect_exit 0 dunlin transfer status --from app.db --json
expect_json .stage moved
expect_exit 0 dunlin transfer return --from app.db --drop --yes
expect_no_table people
