# Symbolic links stay links: what they lead to is what is switched, and what a return puts in its place.
mkdir real
sqlite3 real/data.db "PRAGMA journal_mode = WAL; CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO people VALUES (1, 'Ann')" >/dev/null
ln -s real/data.db app.db
file dunlin.toml <<'TOML'
[transfer]
switch_file = ".env"
health_command = "test ! -e ill"
TOML
printf 'DATABASE_URL=file:app.db\n' >env.real
chmod 600 env.real
[ "$(id -u)" != 0 ] || chown 12345:23456 env.real
ln -s env.real .env
owner=$(stat -c '%u:%g %a' env.real)

# A link that leads nowhere is named as it was typed.
ln -s nowhere.db lost.db
expect_exit 2 dunlin transfer prepare --from lost.db
expect_output "lost.db"
expect_exit 2 dunlin transfer prepare --from app.db --from real/data.db
expect_output "twice"

expect_exit 0 dunlin transfer run --from app.db --yes
touch ill
expect_exit 1 dunlin transfer switch --from app.db
[ "$(cat env.real)" = "DATABASE_URL=file:app.db" ] || fail "env.real after a switch that was broken off: $(cat env.real)"
rm ill
expect_exit 0 dunlin transfer switch --from app.db
[ -L .env ] || fail ".env isn't a link any more"
grep -q '^DATABASE_URL="\?postgresql://' env.real || fail "env.real is as before: $(cat env.real)"
[ "$(stat -c '%u:%g %a' env.real)" = "$owner" ] || fail "env.real was $owner, and is $(stat -c '%u:%g %a' env.real)"

run_sql "INSERT INTO people VALUES (2, 'Bob')"
expect_exit 0 dunlin transfer return --from real/data.db --yes
[ -L app.db ] || fail "app.db isn't a link any more"
[ "$(sqlite3 real/data.db 'SELECT group_concat(name) FROM people')" = Ann,Bob ] || fail "the rows aren't in the file that the link leads to"
[ -e real/data.db.pre-return ] || fail "the original isn't kept beside the file"
[ -L .env ] && [ "$(cat env.real)" = "DATABASE_URL=file:app.db" ] || fail "env.real isn't as it was: $(cat env.real)"
[ "$(stat -c '%u:%g %a' env.real)" = "$owner" ] || fail "env.real was $owner, and is $(stat -c '%u:%g %a' env.real)"
