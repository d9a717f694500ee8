#include "cli/Author.hpp"

#include <cstdlib>

#include "base/Error.hpp"
#include "base/Process.hpp"
#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

constexpr std::chrono::seconds k_patience{2};

std::string git_user_name() {
  try {
    Command command;
    command.argv = {"git", "config", "--get", "user.name"};
    command.timeout = k_patience;
    const ProcessResult result = run_process(command);
    return result.exit_code == 0 ? std::string(trim(result.output)) : "";
  } catch (const Error&) {
    return "";  // no git here
  }
}

std::string author_name() {
  const char* named = std::getenv("GIT_AUTHOR_NAME");
  const std::string name = named != nullptr && *named != '\0' ? std::string(trim(named)) : git_user_name();
  return printable(name) == name ? name : "";  // a line break would end the comment
}

}  // namespace

std::string author_line() {
  const std::string name = author_name();
  return name.empty() ? "" : "-- Author: " + name + "\n";
}

}  // namespace dunlin::cli
