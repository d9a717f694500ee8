# shellcheck shell=bash disable=SC2154
# The document that each run leaves: what is applied, what was taken back, what failed and why.
expect_history() { grep -qF -e "$1" MIGRATIONS.md || fail "no '$1' in: $(cat MIGRATIONS.md)"; }
migrate
[ ! -e MIGRATIONS.md ] || fail "a document that nobody asked for"
expect_exit 0 dunlin log --output MIGRATIONS.md
expect_history '| `001_people` | applied |'
expect_history 'People \| and what'
expect_history '| HIGH, none |'
expect_exit 0 dunlin rollback --steps 1 --yes
expect_history '| `001_people` | taken back |'
echo "CREATE TABLE broken (id int REFERENCES nowhere);" >migrations/002_broken.sql
expect_exit 1 dunlin migrate --reason "an attempt"
expect_history '| `001_people` | applied |'
expect_history 'relation "nowhere" does not exist'
expect_history 'an attempt'
# By hand the same, and as HTML.
expect_exit 0 dunlin log --output by_hand.md
diff MIGRATIONS.md by_hand.md >/dev/null || fail "dunlin log --output writes another document"
expect_exit 0 dunlin log --output by_hand.html
grep -q '<table' by_hand.html || fail "no HTML"
# Somebody's own file of that name stays as it is.
rm migrations/002_broken.sql
echo "# Our notes" >MIGRATIONS.md
expect_exit 0 dunlin rollback --steps 1 --yes
[ "$(cat MIGRATIONS.md)" = "# Our notes" ] || fail "MIGRATIONS.md was overwritten"
