#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "model/Config.hpp"

namespace dunlin::cli {

/// What lint printed, kept under a key of everything that it depends on: the program itself, what was asked,
/// and the names and bytes of all files. Only for runs without a database. Lies in
/// $XDG_CACHE_HOME/dunlin/lint (or ~/.cache); the newest k_kept are kept.
class LintCache {
 public:
  struct Entry {
    int exit_code = 0;
    std::string output;
  };
  /// Reads and hashes all files. A run whose files bring in others (\i) isn't kept.
  LintCache(const Invocation& invocation, const model::Config& config, const Screen::Options& screen);

  std::optional<Entry> find() const;
  /// Where nothing can be written, nothing is kept.
  void keep(const Entry& entry) const;

 private:
  std::string path_;  ///< "": not to be kept
};

}  // namespace dunlin::cli
