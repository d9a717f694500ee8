# Rows that lost their parents on PostgreSQL, whose own foreign key is gone: a return names them, those that were there before don't count.
sqlite3 app.db "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE);
  CREATE TABLE visit (id INTEGER PRIMARY KEY, person INT REFERENCES person, friend TEXT REFERENCES person (name));
  CREATE TABLE tag (word TEXT, person INT REFERENCES person, PRIMARY KEY (word, person)) WITHOUT ROWID;
  INSERT INTO person VALUES (1, 'Ann'), (2, 'Bob'), (3, 'Cy');
  INSERT INTO visit VALUES (1, 1, 'ann'), (2, 2, NULL), (3, 77, NULL); INSERT INTO tag VALUES ('a', 1), ('b', 77)"
allow() { printf '[transfer]\n%s\n' "$1" >dunlin.toml; }
allow 'orphans = "not_valid"'
expect_exit 0 dunlin transfer run --from app.db --yes
expect_exit 0 dunlin transfer switch --from app.db --yes
drop_keys() {
  run_sql "DO \$\$ DECLARE one record; BEGIN
    FOR one IN SELECT conname, conrelid::regclass AS t FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.t, one.conname);
    END LOOP; END \$\$"
}

# Orphans of before, written or not, are no others.
allow ''
run_sql "UPDATE visit SET friend = 'Bob' WHERE id = 3; UPDATE tag SET word = 'c' WHERE word = 'b'; INSERT INTO visit VALUES (4, 3, 'Cy')"
expect_exit 0 dunlin transfer return --from app.db --dry-run --json
expect_json '.orphans | length' 0

# Theirs are: more rows without that parent, and a parent that went.
drop_keys
run_sql "INSERT INTO visit VALUES (5, 77, 'Dan'), (6, NULL, 'dan'); DELETE FROM person WHERE id = 2; INSERT INTO tag VALUES ('x', 88)"
for rehearsal in --dry-run ""; do
  # shellcheck disable=SC2086
  expect_exit 3 dunlin transfer return --from app.db $rehearsal
  expect_output "visit.person: 2 rows refer to rows of person that aren't there (" "visit.friend: 3 rows refer" "id=5" "id=6" \
    "tag.person: 1 row refers to rows of person that aren't there (word=x,person=88)" "nothing was changed" 'orphans = "not_valid"'
done
expect_sql "SELECT stage FROM dunlin.transfer" switched
[ ! -e app.db.pre-return ] || fail "something was returned"

# Let be, they are named and come; corrected, nothing is said.
allow 'orphans = "not_valid"'
expect_exit 0 dunlin transfer return --from app.db --dry-run --json
expect_json '[.orphans[] | "\(.table).\(.columns | join(",")) \(.parent) \(.rows)"] | sort | join("; ")' "tag.person person 1; visit.friend person 3; visit.person person 2"
allow ''
run_sql "INSERT INTO person VALUES (2, 'bob'), (88, 'dAn'); DELETE FROM visit WHERE id = 5"
expect_exit 0 dunlin transfer return --from app.db --json
expect_json '.orphans | length' 0
[ "$(sqlite3 app.db "SELECT group_concat(\"table\" || rowid) FROM pragma_foreign_key_check; SELECT count(*) FROM visit")" = "$(printf 'visit3\n5')" ] ||
  fail "unexpected: $(sqlite3 app.db "PRAGMA foreign_key_check; SELECT * FROM visit")"
