#pragma once

#include <string>

#include "cli/Invocation.hpp"

namespace CLI {
class App;
}

namespace dunlin::cli {

/// Gives `app` the options of a command (those that every command has, too) and its arguments, to be read
/// into `invocation`, which must outlive it.
void add_options(const std::string& command, CLI::App& app, Invocation& invocation);

}  // namespace dunlin::cli
