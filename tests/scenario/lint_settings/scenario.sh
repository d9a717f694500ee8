# [lint] of dunlin.toml is what the command line doesn't say; the answer to the same question comes from a cache.
file migrations/001_users.sql <<'SQL'
CREATE TABLE users (id bigint PRIMARY KEY, email text);
SQL
file migrations/002_index.sql <<'SQL'
CREATE INDEX users_email ON users (email);
SQL
export XDG_CACHE_HOME=$PWD/cache
expect_exit 3 dunlin lint
expect_output "002_index.sql:1:1: error [index-not-concurrent]"
[ "$(ls cache/dunlin/lint | wc -l)" = 1 ] || fail "nothing was kept"
cp "$captured/out" first.txt
expect_exit 3 dunlin lint
cmp first.txt "$captured/out" || fail "the kept answer is another one"
echo '-- dunlin:allow index-not-concurrent: forty rows' >migrations/003_more.sql
echo 'CREATE INDEX users_id ON users (id, email);' >>migrations/003_more.sql
expect_exit 3 dunlin lint --json
expect_json '.summary.suppressed' 1
printf '[lint]\nfail_on = "never"\n' >dunlin.toml
expect_exit 0 dunlin lint
expect_exit 3 dunlin lint --fail-on error
printf '[lint]\noff = ["index-not-concurrent"]\n' >dunlin.toml
expect_exit 0 dunlin lint
expect_no_output "index-not-concurrent]"
printf '[lint]\noff = ["index-not-concurent"]\n' >dunlin.toml
expect_exit 2 dunlin lint
expect_output "did you mean index-not-concurrent"
printf '[lint]\nprofile = "loud"\n' >dunlin.toml
expect_exit 2 dunlin lint
expect_output "dunlin.toml:2:" "safe, strict, all"
expect_exit 2 dunlin lint --explain index-not-concurent
expect_output "did you mean index-not-concurrent"
