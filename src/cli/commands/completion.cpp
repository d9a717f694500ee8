#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/CommandLine.hpp"
#include "cli/CommandTable.hpp"

namespace dunlin::cli {
namespace {

// In single quotes, as bash, zsh and fish read them alike: the project's -> 'the project'\''s'.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string(R"('\'')") : std::string(1, c);
  return out + "'";
}

std::string command_names() {
  std::vector<std::string> names;
  for (const auto& command : commands()) names.emplace_back(command.name);
  return join(names, " ") + " up down db migration";
}

std::string bash_script() {
  std::string cases;
  for (const auto& command : commands())
    cases += fmt::format("    {}) words=\"{}\" ;;\n", command.name, join(option_names(command.name), " "));
  return fmt::format(R"(# bash completion for dunlin
_dunlin() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} command=${{COMP_WORDS[1]}} words=""
  case $command in up) command=migrate ;; down) command=rollback ;; esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{}" -- "$word"))
    return
  fi
  case ${{COMP_WORDS[COMP_CWORD-1]}} in
    --file|--config|--dir) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --env) COMPREPLY=($(compgen -W "development staging production" -- "$word")); return ;;
  esac
  case $command in
{}    db) words="push reset" ;;
    migration) words="new list up down repair" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -F _dunlin dunlin
)",
                     command_names(), cases);
}

std::string zsh_script() {
  std::string described, cases;
  for (const auto& command : commands()) {
    described += fmt::format("    {}\n", shell_quoted(fmt::format("{}:{}", command.name, command.summary)));
    cases += fmt::format("    {}) compadd -- {} ;;\n", command.name, join(option_names(command.name), " "));
  }
  return fmt::format(R"(#compdef dunlin
_dunlin() {{
  local -a names
  names=(
{}  )
  if (( CURRENT == 2 )); then
    _describe 'command' names
    return
  fi
  case $words[CURRENT-1] in
    --file|--config|--dir) _files; return ;;
    --env) compadd development staging production; return ;;
  esac
  case $words[2] in
{}    db) compadd push reset ;;
    migration) compadd new list up down repair ;;
  esac
}}
compdef _dunlin dunlin
)",
                     described, cases);
}

std::string fish_script() {
  std::string out = "# fish completion for dunlin\ncomplete -c dunlin -f\n";
  for (const auto& command : commands()) {
    out += fmt::format("complete -c dunlin -n __fish_use_subcommand -a {} -d {}\n", command.name,
                       shell_quoted(command.summary));
    for (const auto& option : option_names(command.name)) {
      out += fmt::format("complete -c dunlin -n '__fish_seen_subcommand_from {}' -l {}\n", command.name,
                         option.substr(2));
    }
  }
  return out;
}

}  // namespace

int run_completion(const Invocation& invocation, Screen& screen) {
  const std::string shell = invocation.arguments.empty() ? "" : invocation.arguments.front();
  if (shell != "bash" && shell != "zsh" && shell != "fish")
    throw usage_error(fmt::format("there is no completion for '{}'", printable(shell)),
                      "dunlin completion bash, zsh or fish");
  const std::string script = shell == "bash" ? bash_script() : shell == "zsh" ? zsh_script() : fish_script();
  screen.json(Json::object().set("shell", shell).set("script", script));
  if (!invocation.json) screen.print(script);
  return 0;
}

}  // namespace dunlin::cli
