#include <algorithm>
#include <filesystem>

#include "migrate/load/Layout.hpp"

namespace dunlin::migrate {
namespace {

std::string evidence(const Folder& folder) {
  const std::filesystem::path path(folder.path);
  if (path.filename() != "migrations" || path.parent_path().filename() != "supabase") return {};
  const auto sql = std::find_if(folder.files.begin(), folder.files.end(), [](const std::string& file) {
    return read_numbered_name(file).role == FileName::Role::up;
  });
  return sql == folder.files.end() ? std::string() : *sql;
}

// The Supabase CLI leaves out a first file <timestamp>_init.sql from before 2021-12-09: its own old dump of
// the platform's schemas, which the platform has by itself.
bool is_old_platform_dump(const MigrationFiles& migration) {
  return migration.name == "init" && migration.version.text.size() == 14 &&
         migration.version.text < "20211209000000";
}

std::vector<MigrationFiles> list(const std::string& folder) {
  auto migrations = list_flat(
      folder,
      {read_numbered_name, "YYYYMMDDHHMMSS_name.sql, NNN_name.sql, NNN_name.down.sql and R__name.sql"});
  const auto first = std::min_element(migrations.begin(), migrations.end(), name_before);
  if (first != migrations.end() && !first->repeatable && is_old_platform_dump(*first))
    migrations.erase(first);
  return migrations;
}

}  // namespace

Layout supabase_layout() {
  return {model::Dialect::supabase, evidence, list, whole_file_sections, nullptr, read_numbered_name};
}

}  // namespace dunlin::migrate
