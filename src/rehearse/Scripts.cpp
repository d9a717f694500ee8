#include "rehearse/Scripts.hpp"

#include <algorithm>
#include <utility>

#include "base/Hash.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::rehearse {

Scripts load_folder(const model::Config& config, const std::filesystem::path& folder,
                    std::optional<model::Dialect> dialect) {
  const auto layout = migrate::recognise_folder(folder.parent_path(), folder, dialect);
  Scripts scripts{config, {}};
  scripts.config.dialect = layout.dialect;
  scripts.config.migrations = layout.migrations.string();
  scripts.config.rollbacks = layout.rollbacks.string();
  scripts.config.seed = layout.seed.string();
  scripts.config.repeatables.clear();
  for (const auto& path : layout.repeatables) scripts.config.repeatables.push_back(path.string());
  scripts.migrations = migrate::load_migrations(scripts.config);
  return scripts;
}

Scripts before_file(const Scripts& scripts, const std::filesystem::path& file) {
  Scripts before{scripts.config, {}};
  for (const auto& migration : scripts.migrations) {
    if (std::filesystem::path(migration.up.file) == file) break;
    before.migrations.push_back(migration);
  }
  return before;
}

model::Migration with_text(model::Migration migration, std::string text) {
  migration.checksum = sha256(text);
  migration.up = {.file = migration.up.file, .first_line = 1, .text = std::move(text)};
  return migration;
}

}  // namespace dunlin::rehearse
