#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "migrate/load/FlywayLocations.hpp"
#include "migrate/load/Layout.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::migrate {
namespace {

namespace fs = std::filesystem;
using model::Dialect;

constexpr std::array<std::string_view, 6> k_places{"database/migrations", "db/migrations",
                                                   "migrations",          "sql/migrations",
                                                   "supabase/migrations", "prisma/migrations"};

struct Evidence {
  Dialect dialect;
  std::string file;
};

// Which layouts a folder shows. dunlin's own fits every numbered file, so it counts only when no other does.
std::optional<Evidence> find_evidence(const Folder& folder) {
  std::optional<Evidence> found;
  for (const auto& layout : layouts()) {
    std::string file = layout.evidence(folder);
    if (file.empty()) continue;
    const bool generic = layout.dialect == Dialect::dunlin || layout.dialect == Dialect::supabase;
    if (found && generic) continue;
    if (found) {
      Error error = usage_error(
          fmt::format("{} mixes two tools' migrations: {} is {}, {} is {}", printable(folder.path),
                      printable(found->file), model::to_string(found->dialect), printable(file),
                      model::to_string(layout.dialect)),
          "keep one tool's files in it, or say which to read: migrations and dialect under [project] in "
          "dunlin.toml");
      error.set_fact("file", folder.file(file));
      error.set_fact("other_file", folder.file(found->file));
      throw error;
    }
    found = Evidence{layout.dialect, std::move(file)};
  }
  return found;
}

fs::path without_final_slash(const fs::path& path) {
  return path.has_filename() ? path : path.parent_path();
}

fs::path first_existing(const std::vector<fs::path>& candidates, bool directory) {
  for (const auto& candidate : candidates) {
    if (directory ? is_directory(candidate.string()) : is_file(candidate.string())) return candidate;
  }
  return candidates.front();
}

bool holds_sql(const fs::path& folder) {
  if (!is_directory(folder.string())) return false;
  const auto files = read_folder(folder.string()).files;
  return std::any_of(files.begin(), files.end(),
                     [](const std::string& file) { return has_suffix(file, ".sql"); });
}

RecognisedLayout surroundings(const fs::path& root, const fs::path& migrations, Dialect dialect) {
  const fs::path parent =
      migrations == root ? root : migrations.parent_path();  // never outside of the project
  RecognisedLayout layout;
  layout.dialect = dialect;
  layout.migrations = migrations;
  std::vector<fs::path> repeatables{migrations / "repeatable", migrations / "repeatables"};
  if (parent != migrations)
    repeatables.insert(repeatables.end(), {parent / "repeatable", parent / "repeatables"});
  if (dialect == Dialect::supabase) repeatables.push_back(parent / "functions");
  // Flyway goes into subfolders by itself, and knows repeatables by their names.
  if (dialect == Dialect::flyway) repeatables.clear();
  for (const auto& folder : repeatables) {
    if (holds_sql(folder)) layout.repeatables.push_back(folder);
  }
  layout.rollbacks = first_existing({migrations / "rollback", migrations / "rollbacks", parent / "rollback",
                                     parent / "rollbacks", root / "rollback", root / "rollbacks"},
                                    true);
  layout.seed = first_existing(
      {parent / "seed.sql", parent / "seeds.sql", migrations / "seed.sql", root / "seed.sql"}, false);
  return layout;
}

struct Candidate {
  fs::path folder;
  Dialect dialect;
  std::string shown_by;
};

void add_candidate(std::vector<Candidate>& found, const fs::path& folder, bool only_flyway = false) {
  if (!is_directory(folder.string())) return;
  const auto evidence = find_evidence(read_folder(folder.string()));
  if (!evidence || (only_flyway && evidence->dialect != Dialect::flyway)) return;
  const auto same = [&](const Candidate& other) { return other.folder == folder; };
  if (std::any_of(found.begin(), found.end(), same)) return;
  found.push_back({folder, evidence->dialect, (folder / evidence->file).lexically_normal().string()});
}

std::vector<Candidate> find_candidates(const fs::path& root) {
  std::vector<Candidate> found;
  const Folder top = read_folder(root.string());
  const Layout& sqitch = layout_of(Dialect::sqitch);
  if (auto file = sqitch.evidence(top); !file.empty()) {
    return {{root, Dialect::sqitch, (root / file).string()}};  // the plan says where everything is
  }
  for (const auto& location : flyway_locations(top)) add_candidate(found, location, true);
  for (const auto place : k_places) add_candidate(found, root / place);
  for (const std::string_view place : {"src/main/resources/db/migration", "db/migration", "sql"}) {
    add_candidate(found, root / place, true);
  }
  if (found.empty()) add_candidate(found, root);
  return found;
}

}  // namespace

RecognisedLayout recognise_folder(const fs::path& root, const fs::path& migrations,
                                  std::optional<Dialect> dialect) {
  const fs::path folder = without_final_slash(migrations);
  return surroundings(root, folder, dialect ? *dialect : recognise_dialect(folder));
}

RecognisedLayout recognise(const fs::path& project) {
  const fs::path root = without_final_slash(project);
  const auto found = find_candidates(root);
  if (found.size() > 1) {
    Error error =
        usage_error(fmt::format("two folders hold migrations: {} ({}) and {} ({})",
                                printable(found[0].folder.string()), model::to_string(found[0].dialect),
                                printable(found[1].folder.string()), model::to_string(found[1].dialect)),
                    "say which one: --dir FOLDER, or migrations = \"...\" under [project] in dunlin.toml");
    error.set_fact("file", found[0].shown_by);
    error.set_fact("other_file", found[1].shown_by);
    throw error;
  }
  if (!found.empty()) return surroundings(root, found[0].folder, found[0].dialect);
  for (const auto place : k_places) {  // a new project: the folder is there, and empty
    if (is_directory((root / place).string())) return recognise_folder(root, root / place);
  }
  std::vector<std::string> places(k_places.begin(), k_places.end());
  throw usage_error(
      fmt::format("no migrations found in {}", printable(root.string())),
      fmt::format("looked in {}, for Flyway and sqitch projects, and for numbered .sql files in the folder "
                  "itself; `dunlin init` makes a new project, --dir names a folder",
                  join(places, ", ")));
}

Dialect recognise_dialect(const fs::path& migrations) {
  const fs::path folder = without_final_slash(migrations);
  if (!is_directory(folder.string())) return Dialect::dunlin;
  if (const auto evidence = find_evidence(read_folder(folder.string()))) return evidence->dialect;
  if (folder.filename() != "migrations") return Dialect::dunlin;
  if (folder.parent_path().filename() == "supabase") return Dialect::supabase;
  return folder.parent_path().filename() == "prisma" ? Dialect::prisma : Dialect::dunlin;
}

}  // namespace dunlin::migrate
