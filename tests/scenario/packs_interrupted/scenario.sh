# Ctrl-C while a pack is asked of a database: interrupted, whatever the server says about what was cancelled, and nothing is written.
expect_exit 0 dunlin pack add notebook --env development
migrate
sed -i 's/^version = .*/version = "1.1"/' packs/notebook/pack.toml
mkdir packs/notebook/update
echo "SELECT pg_sleep(3650);" | tee packs/notebook/update/1.0-1.1.sql >packs/notebook/update/1.1-1.0.sql

interrupted_trial() {
  start "$1" "${@:2}"
  wait_until "SELECT count(*) = 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(3650)' AND state = 'active'"
  kill -INT "${started[$1]}"
  expect_end "$1" 130
  expect_no_output "can't run on this database"
}
interrupted_trial update pack update notebook --env development
[ ! -e migrations/002_pack_notebook_1_1.sql ] || fail "a file was written"
expect_exit 0 dunlin pack update notebook
sed -i '1i SELECT pg_sleep(3650);' packs/notebook/down.sql
interrupted_trial remove pack remove notebook --env development
[ ! -e migrations/003_remove_pack_notebook.sql ] || fail "a file was written"

# A server that takes the connection and says nothing, until Ctrl-C.
python3 - >port <<'EOP' &
import os, socket, time
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
taken, _ = listener.accept()
open("taken", "w").write("taken")
while not os.path.exists("interrupted"):
    time.sleep(0.03)
EOP
silent=$!
until [ -s port ]; do sleep 0.03; done
start connect pack list --db-url "host=127.0.0.1 port=$(cat port) user=nobody dbname=nothing connect_timeout=600"
wait_for_file_text taken taken
kill -INT "${started[connect]}"
touch interrupted
wait "$silent"
expect_end connect 130
expect_output "interrupted while connecting to"
