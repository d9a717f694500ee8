# The shapes of --json, plain lines in a pipe, colour on terminals only, exit codes.
expect_exit 0 dunlin status --json
expect_json .applied 0
expect_json .pending 2
expect_json '.migrations[0] | [.version, .name, .state, .applied_at] | tostring' '["001","a","pending",null]'
expect_silent_stderr
expect_exit 3 dunlin status --check --json
expect_exit 3 dunlin status --check
expect_no_escapes

migrate --json
expect_silent_stderr
expect_json .outcome done
expect_json '.run | type' number
expect_json '.migrations[1] | [.version, .name, .kind, .outcome, .statements, .retries, .resumed, .kept] | tostring' '["002","b","up","done",2,0,false,[]]'
expect_json '[.migrations[].duration_ms | type] | unique | join(" ")' number
expect_json 'has("error")' false
migrate --json
expect_json .outcome done
expect_json '.migrations | length' 0
expect_exit 0 dunlin status --json
expect_json .applied 2
expect_json '.migrations[0].state' applied
expect_json '.migrations[0].applied_at | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$")' true
expect_exit 0 dunlin status --check
rollback --json
expect_json '.migrations[0].kind' down
expect_exit 5 dunlin rollback --json
expect_json .outcome refused
expect_json '.error | [.code, (.message | type), (.hint | type)] | join(" ")' "refused string string"
expect_silent_stderr

# Commands that say what there is answer programs too.
expect_exit 0 dunlin help --json
expect_json '.commands[] | select(.name == "migrate") | [.group, (.aliases | join(","))] | join(" ")' "run up,db push,migration up"
for words in "help transfer --json" "transfer --help --json" "--json help transfer"; do
  # shellcheck disable=SC2086
  expect_exit 0 dunlin $words
  expect_json '[.name, .arguments, .verbs[0].name, (.options[] | select(.name | startswith("--json")) | .name)] | join(" ")' \
    "transfer VERB prepare --json"
  expect_json '.examples | length > 0' true
done
expect_exit 2 dunlin help nothing --json
expect_json .error.code usage
expect_exit 0 dunlin --version --json
expect_json '[.version, .revision] | map(type) | join(" ")' "string string"
expect_exit 0 dunlin completion bash --json
expect_json '.script | startswith("#") or (length > 100)' true
expect_silent_stderr

migrate
expect_no_escapes
expect_output "ok applied 002_b in" "notice: a notice" "warning: a warning" "1 migration applied (run"
rollback --quiet
[ "$(wc -l <"$captured/out")" -le 1 ] || fail "--quiet says more than its result"

# On a terminal.
if command -v script >/dev/null; then
  script -qec "'$DUNLIN' migrate" /dev/null </dev/null >terminal
  grep -q "$(printf '\033\\[32m')" terminal || fail "no colour on a terminal"
  for without in "NO_COLOR=1 '$DUNLIN' status" "TERM=dumb '$DUNLIN' status" "'$DUNLIN' status --no-color"; do
    script -qec "$without" /dev/null </dev/null >terminal
    ! grep -q "$(printf '\033\\[3')" terminal || fail "colour: $without"
  done
fi

# What isn't a command.
expect_exit 2 dunlin migrat
expect_output "did you mean" "migrate"
expect_exit 2 dunlin migrate --dry-rum
expect_output "--dry-run"
expect_exit 2 dunlin migrat --json
expect_json .error.code usage
expect_exit 2 dunlin migrate --wait soon
expect_exit 2 dunlin --no-such
expect_exit 0 dunlin help migrate
expect_exit 0 dunlin --version
for alias in "up" "db push" "migration up"; do expect_exit 0 dunlin $alias; done
expect_exit 0 dunlin migration list
expect_exit 2 dunlin migrate --env nowhere
