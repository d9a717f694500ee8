#include "lint/examples/Examples.hpp"

#include <algorithm>

namespace dunlin::lint {

std::string_view find_example(std::string_view rule, std::string_view kind) {
  const auto examples = all_examples();
  const auto found = std::find_if(examples.begin(), examples.end(), [&](const Example& example) {
    return example.rule == rule && example.kind == kind;
  });
  return found == examples.end() ? std::string_view() : found->text;
}

}  // namespace dunlin::lint
