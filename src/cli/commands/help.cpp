#include "cli/CommandLine.hpp"
#include "cli/CommandTable.hpp"

namespace dunlin::cli {

int run_help(const Invocation& invocation, Screen& screen) {
  screen.print(invocation.arguments.empty() ? overview() : help_page(invocation.arguments.front()));
  return 0;
}

}  // namespace dunlin::cli
