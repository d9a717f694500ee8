#include "migrate/load/Layout.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "base/Text.hpp"
#include "migrate/load/Marker.hpp"

namespace dunlin::migrate {
namespace {

struct NamedFile {
  std::string path;
  FileName name;
};

void collect(const std::string& path, const FlatNames& names, std::vector<NamedFile>& found) {
  const Folder folder = read_folder(path);
  for (const auto& file : folder.files) {
    FileName name = names.read(file);
    const std::string full = folder.file(file);
    switch (name.role) {
      case FileName::Role::ignored:
      case FileName::Role::other: break;
      case FileName::Role::unknown:
        throw file_error(full, fmt::format("{} is not named like a migration", printable(full)),
                         fmt::format("names are {}; keep other SQL files in another folder", names.patterns));
      case FileName::Role::foreign:
        throw file_error(
            full, fmt::format("{} is not SQL, and dunlin runs only SQL", printable(full)),
            "write the same change as an .sql file, with a rollback, and take this one out of the folder");
      default: found.push_back({full, std::move(name)});
    }
  }
  if (!names.recursive) return;
  for (const auto& directory : folder.directories) collect(folder.file(directory), names, found);
}

Error twice(const std::string& what, const std::string& first, const std::string& second) {
  Error error = file_error(
      second, fmt::format("{} appears twice: {} and {}", what, printable(first), printable(second)),
      "give one of them another version");
  error.set_fact("other_file", first);
  return error;
}

// Flyway runs a baseline only where none of the versions it stands for is there; with their files at hand, it
// isn't needed.
void settle_baselines(std::vector<NamedFile>& files) {
  const auto is = [](FileName::Role role) {
    return [role](const NamedFile& file) { return file.name.role == role; };
  };
  if (std::none_of(files.begin(), files.end(), is(FileName::Role::baseline))) return;
  const auto version = [](const NamedFile& file) { return model::parse_version(file.name.version); };
  std::vector<model::Version> versions;
  for (const auto& file : files) {
    if (file.name.role == FileName::Role::up) versions.push_back(version(file));
  }
  for (auto& file : files) {
    if (file.name.role != FileName::Role::baseline) continue;
    const auto limit = version(file);
    const bool covered =
        std::any_of(versions.begin(), versions.end(), [&](const auto& other) { return !(limit < other); });
    file.name.role = covered ? FileName::Role::ignored : FileName::Role::up;
  }
}

constexpr std::string_view k_own_down = "dunlin:down";
constexpr std::string_view k_goose = "+goose";
constexpr std::string_view k_dbmate_down = "migrate:down";
constexpr std::string_view k_node_down = "down migration";

// Read as a whole, such a file would run its rollback directly after its change.
void refuse_other_tools_marker(const SourceFile& file, const Marker& marker) {
  const bool down = marker.word == k_goose         ? equal_ignoring_case(marker.argument, "down")
                    : marker.word == k_dbmate_down ? true
                                                   : marker.argument.empty();
  if (!down) return;
  const std::string_view tool = marker.word == k_goose         ? "goose"
                                : marker.word == k_dbmate_down ? "dbmate"
                                                               : "node-pg-migrate";
  throw file.error_at(
      marker.begin,
      fmt::format("{} has a down section of {}, but its folder isn't read as that tool's",
                  printable(file.path()), tool),
      fmt::format("set dialect = \"{}\" under [project] in dunlin.toml, or write '-- dunlin:down'", tool));
}

}  // namespace

std::vector<MigrationFiles> list_flat(const std::string& folder, const FlatNames& names) {
  std::vector<NamedFile> files;
  collect(folder, names, files);
  settle_baselines(files);

  std::vector<MigrationFiles> migrations;
  std::map<model::Version, std::size_t> by_version;
  std::map<std::string, std::size_t> by_name;
  for (auto& file : files) {
    if (file.name.role != FileName::Role::up && file.name.role != FileName::Role::repeatable) continue;
    MigrationFiles migration;
    migration.name = std::move(file.name.name);
    migration.repeatable = file.name.role == FileName::Role::repeatable;
    migration.up = std::move(file.path);
    if (migration.repeatable) {
      const auto [known, fresh] = by_name.emplace(migration.name, migrations.size());
      if (!fresh)
        throw twice("repeatable " + printable(migration.name), migrations[known->second].up, migration.up);
    } else {
      migration.version = model::parse_version(file.name.version);
      const auto [known, fresh] = by_version.emplace(migration.version, migrations.size());
      if (!fresh)
        throw twice("version " + migration.version.text, migrations[known->second].up, migration.up);
    }
    migrations.push_back(std::move(migration));
  }
  for (const auto& file : files) {
    if (file.name.role != FileName::Role::down) continue;
    const auto up = by_version.find(model::parse_version(file.name.version));
    if (up == by_version.end()) {
      throw file_error(file.path,
                       fmt::format("{} takes back version {}, which has no up file", printable(file.path),
                                   file.name.version),
                       "add the up file of that version, or remove this one");
    }
    auto& down = migrations[up->second].down;
    if (down) throw twice("the rollback of version " + file.name.version, *down, file.path);
    down = file.path;
  }
  return migrations;
}

Sections whole_file_sections(const SourceFile& file) {
  Sections sections{file.whole(), std::nullopt};
  for (const auto& marker : find_markers(file.text(), {k_own_down, k_goose, k_dbmate_down, k_node_down})) {
    if (marker.word != k_own_down) {
      refuse_other_tools_marker(file, marker);
    } else if (sections.down) {
      throw file.error_at(marker.begin,
                          fmt::format("{} has two '-- dunlin:down' lines", printable(file.path())),
                          "everything after the first one is the rollback; remove the second");
    } else {
      sections.up.end = marker.begin;
      sections.down = Range{marker.end, file.text().size(), std::nullopt};
    }
  }
  return sections;
}

bool number_before(const MigrationFiles& a, const MigrationFiles& b) {
  const auto digits = [](const std::string& text) {
    const auto first = text.find_first_not_of('0');
    return first == std::string::npos ? std::string_view{} : std::string_view(text).substr(first);
  };
  const auto x = digits(a.version.text);
  const auto y = digits(b.version.text);
  return x.size() != y.size() ? x.size() < y.size() : x < y;
}

bool name_before(const MigrationFiles& a, const MigrationFiles& b) {
  return a.up < b.up;
}

Error file_error(const std::string& path, std::string message, std::string hint) {
  Error error = usage_error(std::move(message), std::move(hint));
  error.set_fact("file", path);
  return error;
}

}  // namespace dunlin::migrate
