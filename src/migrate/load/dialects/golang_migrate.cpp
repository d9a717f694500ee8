#include "migrate/load/Layout.hpp"

namespace dunlin::migrate {
namespace {

// 1_name.up.sql, 1_name.down.sql. Names without .up or .down are not this tool's.
FileName read_name(std::string_view name) {
  FileName file;
  if (!has_suffix(name, ".sql")) return file;
  file.role = FileName::Role::ignored;
  if (is_companion(name)) return file;
  file.role = FileName::Role::unknown;
  const std::string_view stem = name.substr(0, name.size() - 4);
  const bool up = stem.ends_with(".up");
  if (!up && !stem.ends_with(".down")) return file;
  const std::string_view numbered = stem.substr(0, stem.size() - (up ? 3 : 5));
  if (numbered.find('_') == std::string_view::npos || !split_number(numbered, file.version, file.name))
    return file;
  file.role = up ? FileName::Role::up : FileName::Role::down;
  return file;
}

std::string evidence(const Folder& folder) {
  for (const auto& file : folder.files) {
    if (read_name(file).role == FileName::Role::up) return file;
  }
  return {};
}

std::vector<MigrationFiles> list(const std::string& folder) {
  return list_flat(folder, {read_name, "NNN_name.up.sql and NNN_name.down.sql"});
}

}  // namespace

Layout golang_migrate_layout() {
  return {model::Dialect::golang_migrate, evidence, list, whole_file_sections, number_before, read_name};
}

}  // namespace dunlin::migrate
