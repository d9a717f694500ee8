#pragma once

#include <string>
#include <vector>

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"

namespace dunlin::cli {

/// One command: its words for people and the function that carries it out (returns the exit code, throws
/// Error).
struct Command {
  const char* name;
  const char* group;
  const char* summary;
  const char* arguments;  ///< "NAME", "[VERSION]", or ""
  const char* examples;   ///< shown on its help page
  int (*run)(const Invocation&, Screen&);
};

/// All commands in the order in which `dunlin help` shows them.
const std::vector<Command>& commands();
const Command* find_command(const std::string& name);

/// The main job, which other commands end with.
int run_migrate(const Invocation& invocation, Screen& screen);

/// What people type by habit: "up", "db push", "migration new" -> the command that it means.
struct Alias {
  const char* typed;
  const char* command;
};
const std::vector<Alias>& aliases();

}  // namespace dunlin::cli
