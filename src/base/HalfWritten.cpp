#include "base/HalfWritten.hpp"

#include <fmt/format.h>
#include <string>
#include <string_view>
#include <unistd.h>

#include "base/File.hpp"

namespace dunlin {
namespace {

constexpr std::string_view k_ending = ".new";

}  // namespace

std::filesystem::path half_written(const std::filesystem::path& path) {
  return path.string() + fmt::format(".{}{}", ::getpid(), k_ending);
}

void remove_half_written(const std::filesystem::path& path) {
  const std::string begin = path.filename().string() + ".";
  for (const std::string& name : list_directory(path.parent_path())) {
    if (!name.starts_with(begin) || !name.ends_with(k_ending)) continue;
    const auto number =
        std::string_view(name).substr(begin.size(), name.size() - begin.size() - k_ending.size());
    if (number.find_first_not_of("0123456789") == std::string_view::npos)
      std::filesystem::remove(path.parent_path() / name);
  }
}

}  // namespace dunlin
