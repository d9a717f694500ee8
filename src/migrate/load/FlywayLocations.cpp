#include "migrate/load/FlywayLocations.hpp"

#include <string>
#include <string_view>

#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

namespace fs = std::filesystem;

// `flyway.locations=a,b` (conf), `locations = ["a", "b"]` (toml): the part after the equals sign, without
// decoration.
std::string_view locations_value(std::string_view line) {
  line = trim(line);
  for (const std::string_view key : {"flyway.locations", "locations"}) {
    if (!line.starts_with(key)) continue;
    const auto rest = trim(line.substr(key.size()));
    if (rest.starts_with('=')) return rest.substr(1);
  }
  return {};
}

void add_location(const fs::path& project, std::string_view location, std::vector<fs::path>& found) {
  constexpr std::string_view k_file_system = "filesystem:";
  constexpr std::string_view k_classpath = "classpath:";
  if (location.starts_with(k_file_system)) {
    found.push_back((project / location.substr(k_file_system.size())).lexically_normal());
  } else if (location.starts_with(k_classpath)) {
    location.remove_prefix(k_classpath.size());
    while (location.starts_with('/')) location.remove_prefix(1);
    found.push_back((project / "src/main/resources" / location).lexically_normal());
  } else if (location.find(':') == std::string_view::npos) {
    found.push_back((project / location).lexically_normal());
  }
}

}  // namespace

std::vector<fs::path> flyway_locations(const Folder& project) {
  std::vector<fs::path> found;
  for (const std::string_view file : {"flyway.toml", "flyway.conf", "conf/flyway.toml", "conf/flyway.conf"}) {
    const std::string text = read_beginning(project.file(file));
    for (const auto line : split_lines(text)) {
      std::string value(locations_value(line));
      std::erase_if(value, [](char c) { return c == '[' || c == ']' || c == '"' || c == '\''; });
      for (const auto& location : split_list(value)) add_location(project.path, location, found);
    }
    if (!found.empty()) return found;
  }
  return found;
}

}  // namespace dunlin::migrate
