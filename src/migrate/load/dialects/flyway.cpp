#include <algorithm>
#include <string>

#include "base/Text.hpp"
#include "migrate/load/Layout.hpp"

namespace dunlin::migrate {
namespace {

// 1, 1.2, 1_2, 2024.01.15: numbers with one dot or underscore between them.
bool is_version(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && ((c != '.' && c != '_') || digits == 0)) return false;
    digits = digit ? digits + 1 : 0;
    if (digits > 19) return false;
  }
  return digits > 0;
}

// afterMigrate.sql, beforeEachMigrate__x.sql, createSchema.sql: SQL that Flyway runs at an occasion.
bool is_callback(std::string_view stem) {
  const auto event = to_lower(stem.substr(0, stem.find("__")));
  return event.starts_with("before") || event.starts_with("after") || event == "createschema";
}

// Callbacks of commands that don't change the schema by migrations are none of ours.
bool is_other_commands_callback(std::string_view stem) {
  const auto event = to_lower(stem.substr(0, stem.find("__")));
  for (const std::string_view command : {"clean", "info", "validate", "baseline", "repair"}) {
    if (event.find(command) != std::string::npos) return is_callback(stem);
  }
  return false;
}

FileName read_name(std::string_view name) {
  using Role = FileName::Role;
  FileName file;
  if (!has_suffix(name, ".sql")) {
    const bool code = has_suffix(name, ".java") || has_suffix(name, ".kt");
    const bool versioned = name.size() > 2 && (name[0] == 'V' || name[0] == 'R' || name[0] == 'U');
    file.role = code && versioned && name.find("__") != std::string_view::npos ? Role::foreign : Role::other;
    return file;
  }
  file.role = Role::ignored;
  const std::string_view stem = name.substr(0, name.size() - 4);
  if (is_companion(name) || is_other_commands_callback(stem)) return file;
  file.role = Role::unknown;
  const auto separator = stem.find("__");
  if (stem.empty() || separator == std::string_view::npos) return file;
  const std::string_view version = stem.substr(1, separator - 1);
  file.name = stem.substr(separator + 2);
  if (stem[0] == 'R' && separator == 1 && !file.name.empty()) {
    file.role = Role::repeatable;
  } else if (is_version(version)) {
    file.version = version;
    if (stem[0] == 'V') file.role = Role::up;
    if (stem[0] == 'U') file.role = Role::down;
    if (stem[0] == 'B') file.role = Role::baseline;
  }
  return file;
}

// Subfolders count too, so the sign may be further down.
std::string find_versioned(const Folder& folder, int depth) {
  for (const auto& file : folder.files) {
    const auto role = read_name(file).role;
    if (role == FileName::Role::up || role == FileName::Role::baseline) return file;
  }
  if (depth == 0) return {};
  for (const auto& directory : folder.directories) {
    if (auto file = find_versioned(read_folder(folder.file(directory)), depth - 1); !file.empty()) {
      return directory + "/" + file;
    }
  }
  return {};
}

std::string evidence(const Folder& folder) {
  if (auto here = find_versioned(folder, 0); !here.empty()) return here;
  // A folder with SQL files of its own isn't Flyway's because of something deep below it.
  const auto is_sql = [](const std::string& file) { return has_suffix(file, ".sql"); };
  const bool has_own = std::any_of(folder.files.begin(), folder.files.end(), is_sql);
  const bool is_place = folder.path.ends_with("/migration") || folder.path.ends_with("/migrations") ||
                        folder.path.ends_with("/sql");
  return has_own || !is_place ? std::string() : find_versioned(folder, 2);
}

// <script>.sql.conf beside a script may say executeInTransaction=false.
bool runs_in_transaction(const std::string& script) {
  const std::string settings = read_beginning(script + ".conf");
  for (const auto line : split_lines(settings)) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || trim(line.substr(0, equals)) != "executeInTransaction") continue;
    return !equal_ignoring_case(trim(line.substr(equals + 1)), "false");
  }
  return true;
}

std::vector<MigrationFiles> list(const std::string& folder) {
  auto migrations = list_flat(
      folder,
      {read_name, "V1__name.sql, V1_2__name.sql, V1.2__name.sql, U1__name.sql and R__name.sql", true});
  for (auto& migration : migrations) migration.transaction = runs_in_transaction(migration.up);
  return migrations;
}

// Flyway compares the numbers one by one, dates or not.
bool before(const MigrationFiles& a, const MigrationFiles& b) {
  const auto numbers = [](const MigrationFiles& files) {
    std::string text = files.version.text;
    std::replace(text.begin(), text.end(), '_', '.');
    std::vector<std::string> parts = split_list(text, '.');
    for (auto& part : parts) part.erase(0, std::min(part.find_first_not_of('0'), part.size()));
    while (!parts.empty() && parts.back().empty()) parts.pop_back();
    return parts;
  };
  const auto smaller = [](const std::string& x, const std::string& y) {
    return x.size() != y.size() ? x.size() < y.size() : x < y;
  };
  const auto x = numbers(a);
  const auto y = numbers(b);
  return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end(), smaller);
}

}  // namespace

Layout flyway_layout() {
  return {model::Dialect::flyway, evidence, list, whole_file_sections, before, read_name};
}

}  // namespace dunlin::migrate
