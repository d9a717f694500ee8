# Ctrl-C at any moment of a load: exit code 130, whatever it meets, and the same command goes on from there.
sqlite3 app.db >/dev/null <<'SQL'
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, mail TEXT UNIQUE);
CREATE TABLE visit (id INTEGER PRIMARY KEY, person INTEGER NOT NULL REFERENCES person (id), at DATETIME, note TEXT);
CREATE INDEX visit_at ON visit (person, at DESC);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO person SELECT i, 'person ' || i, i || '@example.org' FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) INSERT INTO visit SELECT i, 1 + i % 20000, '2024-05-06 07:08:09', 'note ' || i FROM n;
SQL
expect_exit 0 dunlin transfer prepare --from app.db
interrupted=0
interrupt_after() {
  local delay=$1
  # A background job of a script ignores SIGINT unless it is told otherwise.
  env --default-signal=INT "$DUNLIN" transfer run --from app.db --yes >"$captured/one.out" 2>"$captured/one.err" </dev/null &
  started[one]=$!
  sleep "$delay"
  kill -INT "${started[one]}" 2>/dev/null || true
  got=0
  wait "${started[one]}" || got=$?
  cat "$captured/one.out" "$captured/one.err" >"$captured/all"
  case $got in
    130) interrupted=$((interrupted + 1)) ;;
    0) ;;
    *) fail "exit code $got when interrupted after $delay s: $(cat "$captured/all")" ;;
  esac
  if [ $got = 0 ]; then
    expect_exit 0 dunlin transfer return --drop --from app.db --yes
    expect_exit 0 dunlin transfer prepare --from app.db
  fi
}
for delay in ${DELAYS:-0.02 0.06 0.1 0.14 0.18 0.22 0.26 0.3 0.35 0.4 0.5}; do interrupt_after "$delay"; done
# A machine that is done sooner is interrupted sooner.
for delay in 0.2 0.1 0.08 0.06 0.05 0.04 0.03 0.02 0.015 0.01; do [ $interrupted -ge 3 ] || interrupt_after "$delay"; done
[ $interrupted -ge 3 ] || fail "only $interrupted runs were interrupted"
expect_exit 0 dunlin transfer run --from app.db --yes
expect_exit 0 dunlin transfer verify --from app.db
expect_sql "SELECT (SELECT count(*) FROM person) || ' ' || (SELECT count(*) FROM visit)" "20000 60000"
