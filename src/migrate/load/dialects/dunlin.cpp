#include "migrate/load/Layout.hpp"

namespace dunlin::migrate {
namespace {

std::string evidence(const Folder& folder) {
  for (const auto& file : folder.files) {
    const auto role = read_numbered_name(file).role;
    if (role == FileName::Role::up || role == FileName::Role::repeatable) return file;
  }
  return {};
}

std::vector<MigrationFiles> list(const std::string& folder) {
  return list_flat(folder, {read_numbered_name,
                            "NNN_name.sql, YYYYMMDD[HHMM[SS]]_name.sql, NNN_name.down.sql and R__name.sql"});
}

}  // namespace

Layout dunlin_layout() {
  return {model::Dialect::dunlin, evidence, list, whole_file_sections, nullptr, read_numbered_name};
}

}  // namespace dunlin::migrate
