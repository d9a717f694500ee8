#pragma once

#include <span>
#include <string_view>

namespace dunlin::lint {

/// One file of data/truth/<major>/, built into the program.
struct TruthFile {
  int major;
  std::string_view name;  ///< "forms", "types", "casts"
  std::string_view text;
};

/// All of them, by major and name. Made by embed.cmake.
std::span<const TruthFile> truth_files();

/// The generated major version that stands for `major`: itself, or the nearest one.
int nearest_major(int major);

/// The text of a file for that major version or the nearest one.
std::string_view truth_text(int major, std::string_view name);

}  // namespace dunlin::lint
