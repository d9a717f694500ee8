#pragma once

#include <string>

namespace dunlin::report {

/// What outputs say about a rule itself.
struct RuleText {
  std::string name;     ///< "index-not-concurrent"
  std::string summary;  ///< one sentence
  std::string why;      ///< what goes wrong
  std::string help;     ///< the way out, in Markdown
};

}  // namespace dunlin::report
