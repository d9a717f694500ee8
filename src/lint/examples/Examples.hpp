#pragma once

#include <span>
#include <string_view>

namespace dunlin::lint {

/// A rule's examples: tests/lint/<rule>/, which the tests hold to what they claim. The texts are part of the
/// program.
struct Example {
  std::string_view rule;
  std::string_view kind;  ///< "bad", "fixed", "good"
  std::string_view text;
};
std::span<const Example> all_examples();

/// "" when the rule has none of that kind.
std::string_view find_example(std::string_view rule, std::string_view kind);

}  // namespace dunlin::lint
