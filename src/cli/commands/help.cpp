#include "cli/CommandLine.hpp"
#include "cli/CommandTable.hpp"

namespace dunlin::cli {

int run_help(const Invocation& invocation, Screen& screen) {
  if (invocation.json)
    screen.json(invocation.arguments.empty() ? overview_json() : help_json(invocation.arguments.front()));
  else
    screen.print(invocation.arguments.empty() ? overview() : help_page(invocation.arguments.front()));
  return 0;
}

}  // namespace dunlin::cli
