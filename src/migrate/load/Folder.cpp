#include "migrate/load/Folder.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <system_error>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::migrate {

namespace fs = std::filesystem;

bool Folder::has_file(std::string_view name) const {
  return std::binary_search(files.begin(), files.end(), name);
}

bool Folder::has_directory(std::string_view name) const {
  return std::binary_search(directories.begin(), directories.end(), name);
}

Folder read_folder(const std::string& path) {
  Folder folder;
  folder.path = path;
  std::error_code error;
  for (fs::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (name.starts_with('.')) continue;
    std::error_code unreadable;  // a broken link counts as a file: reading it says what is wrong
    (entry->is_directory(unreadable) ? folder.directories : folder.files).push_back(std::move(name));
  }
  if (error) {
    throw usage_error(fmt::format("can't read the folder {}: {}", printable(path), error.message()),
                      "`dunlin init` starts a project here, --dir names a folder");
  }
  std::sort(folder.files.begin(), folder.files.end());
  std::sort(folder.directories.begin(), folder.directories.end());
  return folder;
}

bool is_directory(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool is_file(const std::string& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

std::string read_beginning(const std::string& path) {
  if (!is_file(path)) return {};
  constexpr std::size_t k_enough = 64 * 1024;
  std::ifstream in(path, std::ios::binary);
  std::string text(k_enough, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  return text;
}

}  // namespace dunlin::migrate
