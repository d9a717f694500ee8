# shellcheck shell=bash disable=SC2154,SC2317,SC2094
# Completions: each command stands in each script once, with its sentence as `dunlin help` has it, apostrophes too.
dunlin help | sed -n 's/^  \([a-z]*\) *\([^ ].*\)$/\1:\2/p' >wanted
[ "$(wc -l <wanted)" -gt 20 ] || fail "no list of commands"

# What zsh and fish read in single quotes bash reads alike.
dunlin completion zsh | sed -n '/^  names=(/,/^  )/p' >names.sh
(set -f; eval "$(cat names.sh)"; printf '%s\n' "${names[@]}") >zsh
diff wanted zsh || fail "zsh"
(
  set -f
  complete() { while [ $# -gt 1 ]; do case $1 in -a) name=$2 ;; -d) said=$2 ;; esac; shift; done; [ -z "${said:-}" ] || echo "$name:$said"; said=; }
  eval "$(dunlin completion fish)"
) >fish
diff wanted fish || fail "fish"

eval "$(dunlin completion bash)"
COMP_WORDS=(dunlin mig) COMP_CWORD=1
_dunlin
[ "${COMPREPLY[*]}" = "migrate migration" ] || fail "${COMPREPLY[*]}"
