#include "migrate/load/Rollbacks.hpp"

#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

std::string stem_of(const std::string& path) {
  std::string stem = path.substr(path.rfind('/') + 1);
  for (const std::string_view suffix : {".sql", ".up", ".down"}) {
    if (has_suffix(stem, suffix)) stem.resize(stem.size() - suffix.size());
  }
  return stem;
}

}  // namespace

RollbackFolder::RollbackFolder(const std::string& path) : path_(path) {
  if (path.empty() || !is_directory(path)) return;
  for (const auto& file : read_folder(path).files) {
    if (!has_suffix(file, ".sql") || is_companion(file)) continue;
    by_stem_.emplace(stem_of(file), file);
    std::string version;
    std::string name;
    if (split_number(stem_of(file), version, name))
      by_version_[model::parse_version(version)].push_back(file);
  }
}

std::optional<std::string> RollbackFolder::find(const MigrationFiles& migration) const {
  if (migration.repeatable || migration.version.numbering == model::Numbering::planned) return std::nullopt;
  if (const auto same = by_stem_.find(stem_of(migration.up)); same != by_stem_.end())
    return path_ + "/" + same->second;
  const auto numbered = by_version_.find(migration.version);
  if (numbered == by_version_.end()) return std::nullopt;
  const auto& files = numbered->second;
  if (files.size() > 1) {
    Error error = file_error(path_ + "/" + files[1],
                             fmt::format("two files of {} take back version {}: {} and {}", printable(path_),
                                         migration.version.text, printable(files[0]), printable(files[1])),
                             "keep one of them, or give it the name of the up file");
    error.set_fact("other_file", path_ + "/" + files[0]);
    throw error;
  }
  return path_ + "/" + files[0];
}

}  // namespace dunlin::migrate
