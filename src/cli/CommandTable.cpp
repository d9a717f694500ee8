#include "cli/CommandTable.hpp"

#include <algorithm>

namespace dunlin::cli {

#define COMMAND(name, group, summary, arguments, examples) int run_##name(const Invocation&, Screen&);
#include "cli/commands/commands.inc"
#undef COMMAND

const std::vector<Command>& commands() {
  static const std::vector<Command> k_commands{
#define COMMAND(name, group, summary, arguments, examples) \
  {#name, group, summary, arguments, examples, run_##name},
#include "cli/commands/commands.inc"
#undef COMMAND
  };
  return k_commands;
}

const Command* find_command(const std::string& name) {
  const auto found = std::find_if(commands().begin(), commands().end(),
                                  [&](const auto& command) { return name == command.name; });
  return found != commands().end() ? &*found : nullptr;
}

const std::vector<Alias>& aliases() {
  static const std::vector<Alias> k_aliases{
      {"up", "migrate"},        {"down", "rollback"},         {"db push", "migrate"},
      {"db reset", "reset"},    {"migration up", "migrate"},  {"migration down", "rollback"},
      {"migration new", "new"}, {"migration list", "status"}, {"migration repair", "repair"},
  };
  return k_aliases;
}

}  // namespace dunlin::cli
