#pragma once

#include <string>
#include <vector>

#include "base/Json.hpp"
#include "cli/Invocation.hpp"

namespace dunlin::cli {

/// Reads the command line (without the program's name). Throws a usage Error that says what was meant, if it
/// can.
/// `--help` and `--version` become the commands "help" and "version".
Invocation parse_command_line(std::vector<std::string> words);

/// The help page of one command: usage, options, examples.
std::string help_page(const std::string& command);
/// The page with all commands.
std::string overview();
/// The same for programs (docs/json.md).
Json help_json(const std::string& command);
Json overview_json();
/// Names of a command's options ("--env", ...), for completion.
std::vector<std::string> option_names(const std::string& command);

}  // namespace dunlin::cli
