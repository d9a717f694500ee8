#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/Migration.hpp"

namespace dunlin::cli {

/// The next `count` versions behind `files`, in the width that the folder uses, or dates where it uses dates.
std::vector<std::string> next_versions(const std::vector<model::Migration>& files, model::Dialect dialect,
                                       std::size_t count = 1);

/// A file that a new migration consists of. What it does stands between the two texts.
struct NewFile {
  std::filesystem::path path;
  std::string begin, end;
};

/// The files of a new migration as its tool wants them; the first is the one that is run. `header` is the
/// comment that our own and plain layouts begin with. Throws a refused Error where the tool keeps a plan.
std::vector<NewFile> new_files(model::Dialect dialect, const std::filesystem::path& folder,
                               const std::string& version, const std::string& name,
                               const std::string& header);

/// A date (strftime) in UTC, now.
std::string utc_now(const char* format);

/// `name` in letters that file names have in all layouts: "Add users!" is "add_users"; "" when none is left.
std::string file_word(const std::string& name);

}  // namespace dunlin::cli
