#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dunlin::migrate {

/// What a directory holds, sorted by name; hidden entries (".git", ".#001.sql") are left out.
struct Folder {
  std::string path;
  std::vector<std::string> files;  ///< everything that isn't a directory
  std::vector<std::string> directories;

  std::string file(std::string_view name) const { return path + "/" + std::string(name); }
  bool has_file(std::string_view name) const;
  bool has_directory(std::string_view name) const;
};

/// Reads a directory. Throws a usage Error when it isn't there or can't be read.
Folder read_folder(const std::string& path);

bool is_directory(const std::string& path);
bool is_file(const std::string& path);

/// The first bytes of a file, enough to see which tool wrote it; "" when it can't be read.
std::string read_beginning(const std::string& path);

}  // namespace dunlin::migrate
