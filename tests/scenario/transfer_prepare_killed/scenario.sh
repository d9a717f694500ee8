# prepare is killed at every instant that has a name, and at others: the source stays as it is, and the next one ends
# like an undisturbed one.
mkdir data undisturbed
sqlite3 data/app.db >/dev/null <<'SQL'
PRAGMA journal_mode = WAL;
CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, made DATETIME);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
INSERT INTO item SELECT i, 'item ' || i, '2024-05-06 07:08:09' FROM n;
SQL
what_it_is() { (cd data && ls -A && stat -c '%n %s %Y %i' * && sha256sum *); }
before=$(what_it_is)
kept() { cat .dunlin/transfer/*/plan.json migrations/*; sha256sum <.dunlin/transfer/*/base.db; }
afresh() { rm -rf .dunlin migrations database; }

expect_exit 0 dunlin transfer prepare --from data/app.db
kept >undisturbed/kept

ends_well() {
  [ "$(what_it_is)" = "$before" ] || fail "$1: the source has changed"
  expect_exit 0 dunlin transfer prepare --from data/app.db
  kept >undisturbed/now
  diff undisturbed/kept undisturbed/now || fail "$1: it ends unlike an undisturbed one: $(ls migrations .dunlin/transfer/*)"
  ! ls database/backups .dunlin/transfer/* | grep -q partial || fail "$1: half a file is left"
  (cd database/backups && for manifest in *.sha256; do sha256sum -c --quiet "$manifest"; done) || fail "$1: a manifest lies"
  [ "$(what_it_is)" = "$before" ] || fail "$1: the source has changed"
}

for point in prepare-copied prepare-snapshot prepare-backups prepare-assessed prepare-migrations prepare-kept prepare-reported; do
  afresh
  expect_exit 137 env DUNLIN_KILL_AT=$point "$DUNLIN" transfer prepare --from data/app.db
  ends_well $point
done
for delay in ${DELAYS:-0.01 0.02 0.03 0.04 0.05 0.06 0.08 0.1 0.12 0.14 0.17 0.2}; do
  afresh
  timeout -s KILL $delay "$DUNLIN" transfer prepare --from data/app.db >/dev/null 2>&1 || true
  ends_well "killed after $delay s"
done

# One at a time
start first transfer prepare --from data/app.db
expect_end first 0
