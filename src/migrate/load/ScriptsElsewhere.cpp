#include "migrate/load/ScriptsElsewhere.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "base/Error.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::migrate {
namespace {

namespace fs = std::filesystem;

// Below the root, by as much of the recorded path as there is: of /builds/7/shop/scripts/x.sql first
// builds/7/shop/scripts, then 7/shop/scripts, ... `there` says which one will do.
template <typename Predicate>
std::optional<fs::path> below_root(const fs::path& root, const fs::path& recorded, Predicate there) {
  const fs::path path = recorded.relative_path();
  for (auto first = path.begin(); first != path.end(); ++first) {
    fs::path tail = root;
    for (auto part = first; part != path.end(); ++part) tail /= *part;
    if (there(tail)) return tail;
  }
  return std::nullopt;
}

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

std::optional<fs::path> find_file(const fs::path& root, const fs::path& recorded) {
  if (is_file(recorded)) return recorded;
  return below_root(root, recorded, is_file);
}

// The folder that it ran from is the project's: there the file is missed.
bool is_foreign(const fs::path& root, const fs::path& recorded) {
  const fs::path folder = recorded.parent_path();
  const fs::path relative = folder.lexically_relative(root);
  const bool below = !relative.empty() && *relative.begin() != "..";
  return !below && !below_root(root, folder, is_folder);
}

bool is_readable(const fs::path& path) {
  return std::ifstream(path).is_open();
}

// Of a file that no script can be read from any more (UTF-16, another script's directives): whatever it is
// now, it isn't what ran.
model::Migration edited_script(const std::string& name, const fs::path& path) {
  model::Migration migration;
  migration.name = name;
  migration.repeatable = true;
  migration.up.file = path.string();
  migration.up.text = "";
  migration.checksum = "none";
  return migration;
}

// What is at `path` now. Nothing where this user may not read it.
std::optional<model::Migration> read_script(const model::Config& config, const std::string& name,
                                            const fs::path& path) {
  try {
    return load_file(config, path);
  } catch (const Error&) {
    return is_readable(path) ? std::optional(edited_script(name, path)) : std::nullopt;
  }
}

}  // namespace

ScriptsElsewhere find_scripts_elsewhere(const model::Config& config,
                                        const std::vector<model::Migration>& files,
                                        const model::History& history) {
  ScriptsElsewhere elsewhere;
  for (const model::LedgerEntry* entry : history.repeatables()) {
    const bool known = std::any_of(files.begin(), files.end(), [&](const model::Migration& file) {
      return file.repeatable && file.name == entry->name;
    });
    if (known) continue;
    const auto path = find_file(config.root, entry->file);
    auto file = path ? read_script(config, entry->name, *path) : std::nullopt;
    if (file) {
      if (file->repeatable && file->name == entry->name) elsewhere.found.push_back(std::move(*file));
    } else if (path || is_foreign(config.root, entry->file)) {
      elsewhere.foreign.insert(entry->name);
    }
  }
  return elsewhere;
}

}  // namespace dunlin::migrate
