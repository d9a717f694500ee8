#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Session.hpp"
#include "cli/test/Tests.hpp"

namespace dunlin::cli {
namespace {

struct Test {
  const char* name;
  int (*run)(const Invocation&, const model::Config&, Screen&);
};

constexpr Test k_tests[] = {
    {"rls", test_rls},
    {"security", test_security},
    {"performance", test_performance},
};

const Test& test_of(const Invocation& invocation) {
  std::vector<std::string> names;
  for (const Test& test : k_tests) names.emplace_back(test.name);
  const std::string typed = invocation.arguments.empty() ? "" : invocation.arguments.front();
  if (invocation.arguments.size() > 1)
    throw usage_error(
        fmt::format("dunlin test {} takes no '{}'", printable(typed), printable(invocation.arguments[1])),
        "see dunlin help test");
  for (const Test& test : k_tests)
    if (typed == test.name) return test;
  const auto near = nearest(typed, names);
  throw usage_error(typed.empty() ? "dunlin test needs a word" : "there is no test " + printable(typed),
                    near ? fmt::format("did you mean {}?", *near) : "one of: " + join(names, ", "));
}

}  // namespace

int run_test(const Invocation& invocation, Screen& screen) {
  const Test& test = test_of(invocation);
  return test.run(invocation, load_project(invocation), screen);
}

}  // namespace dunlin::cli
