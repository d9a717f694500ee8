# What a DBA has to provide is named with the statement; a pack for a newer server, and one that builds on another, wait.
cat >>packs/notebook/pack.toml <<'TOML'

[parameters.reader]
type = "role"
help = "who may read"

[[needs]]
kind = "extension"
name = "no_such_extension"
why = "nothing at all"

[[needs]]
kind = "role"
name = "needs_this_role"
optional = true
why = "gets grants where it is there"
TOML
echo 'GRANT SELECT ON {{schema}}.notes TO {{reader}};' >>packs/notebook/up.sql
expect_exit 2 dunlin pack add notebook
expect_output "pack notebook needs reader" "who may read" "what greet() says"
expect_exit 2 dunlin pack add notebook --param reader=public
expect_output "everybody"
expect_exit 5 dunlin pack add notebook --param reader=nobody_there --env development
expect_output "a DBA runs" 'CREATE EXTENSION "no_such_extension";' "nothing at all"
expect_exit 0 dunlin pack add notebook --param reader=nobody_there --dry-run
expect_output "needs extension no_such_extension (nothing at all): a DBA runs" "not checked against a database"

sed -i 's/no_such_extension/plpgsql/' packs/notebook/pack.toml
expect_exit 5 dunlin pack add notebook --param reader=nobody_there --env development
expect_output 'role "nobody_there" does not exist' 'CREATE ROLE "nobody_there" NOLOGIN;'

sed -i 's/minimum_server = 13/minimum_server = 99/' packs/notebook/pack.toml
expect_exit 5 dunlin pack add notebook --param reader=postgres --env development
expect_output "needs PostgreSQL 99 or newer"
sed -i 's/minimum_server = 99/minimum_server = 13\nrequires = ["roles", "timestamps"]/' packs/notebook/pack.toml
expect_exit 5 dunlin pack add notebook --param reader=postgres
expect_output "builds on packs roles, timestamps" "first: dunlin pack add roles && dunlin pack add timestamps"
sed -i '/^requires/d' packs/notebook/pack.toml
expect_exit 0 dunlin pack add notebook --param reader=postgres --env development
expect_output 'not there, so that part is skipped: role needs_this_role' "read it, then apply it with: dunlin migrate"
migrate
expect_table notes

# A pack.toml that says something unknown is refused with its place.
echo 'verison = "2"' | cat - packs/notebook/pack.toml >p && mv p packs/notebook/pack.toml
expect_exit 2 dunlin pack list
expect_output "notebook/pack.toml:1" "unknown key 'verison'"
sed -i '1d; s/^type = "text"/type = "tekst"/' packs/notebook/pack.toml
expect_exit 2 dunlin pack list
place=$(grep -n 'type = "tekst"' packs/notebook/pack.toml | cut -d: -f1)
[ "$(grep -o "pack.toml:" "$captured/err" | wc -l)" = 1 ] || fail "the place is there twice"
expect_output "pack.toml:$place:8: 'tekst' isn't a type of parameter; known: name, names, table"
