#include "transfer/prepare/Backups.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"
#include "sqlite/CopySource.hpp"
#include "sqlite/Database.hpp"
#include "transfer/RowSum.hpp"

namespace dunlin::transfer {
namespace {

namespace fs = std::filesystem;
using sqlite::Database;

// A name that needs no quoting anywhere.
std::string plain_name(const fs::path& source) {
  std::string name;
  for (const char c : source.stem().string()) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    name += kept ? c : '_';
  }
  return name.empty() ? "source" : name;
}

BackupFile read_back(const fs::path& path) {
  return {path, fs::file_size(path), sqlite::file_sha256(path.string())};
}

// VACUUM INTO writes each row anew, so that the second backup doesn't depend on the pages of the first. It
// needs the collations of all indexes; a copy page by page doesn't. Nothing is written to the snapshot:
// read-only, SQLite 3.40 takes a generated column that isn't the last one for a value to be inserted, and
// fails.
std::string rebuild(const std::string& snapshot, const fs::path& destination) {
  const fs::path partial = destination.string() + ".partial";
  fs::remove(partial);
  auto database = Database::open(snapshot, Database::Mode::read_write);
  std::string by = "VACUUM INTO";
  try {
    auto query = database.prepare("VACUUM INTO ?1");
    query.bind(1, sqlite::Value::text(partial.string()));
    query.step();
  } catch (const Error&) {
    fs::remove(partial);
    database.back_up_to(partial.string());
    by = "backup API";
  }
  fs::permissions(partial, fs::perms::owner_read | fs::perms::owner_write);
  sqlite::make_durable(partial.string());
  fs::rename(partial, destination);
  return by;
}

std::vector<std::string> table_names(Database& database) {
  std::vector<std::string> names;
  auto query = database.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name");
  while (query.step()) names.push_back(query.text(0));
  return names;
}

void append(std::string& image, const sqlite::Value& value) {
  image += static_cast<char>(value.storage);
  image.append(reinterpret_cast<const char*>(&value.integer), sizeof value.integer);
  image.append(reinterpret_cast<const char*>(&value.real), sizeof value.real);
  const std::uint64_t length = value.bytes.size();
  image.append(reinterpret_cast<const char*>(&length), sizeof length);
  image += value.bytes;
}

// Storage classes and bytes of all values, in whatever order the rows come.
RowSum sum_of(Database& database, const std::string& table) {
  auto query = database.prepare("SELECT * FROM " + sqlite::quote_name(table));
  std::vector<sqlite::Value> row(static_cast<std::size_t>(query.columns()));
  RowSum sum;
  std::string image;
  while (query.step()) {
    query.read(row);
    image.clear();
    for (const auto& value : row) append(image, value);
    sum.add(image);
  }
  return sum;
}

std::vector<ComparedTable> compare(const std::string& snapshot, const std::string& backup) {
  auto left = Database::open(snapshot, Database::Mode::read_only);
  auto right = Database::open(backup, Database::Mode::read_only);
  std::vector<ComparedTable> tables;
  for (const std::string& name : table_names(left)) {
    ComparedTable table{name, 0, false, ""};
    try {
      const RowSum sum = sum_of(left, name);
      table.rows = sum.rows;
      table.equal = sum == sum_of(right, name);
    } catch (const Error& error) {
      if (error.code() == ErrorCode::interrupted) throw;
      table.problem = error.message();
    }
    tables.push_back(std::move(table));
  }
  return tables;
}

void write_manifest(const Backups& backups) {
  std::string text;
  for (const BackupFile& file : backups.copy)
    text += fmt::format("{}  {}\n", file.sha256, file.path.filename().string());
  text += fmt::format("{}  {}\n", backups.rebuilt.sha256, backups.rebuilt.path.filename().string());
  write_file(backups.manifest, text);
}

}  // namespace

fs::path new_backup_path(const fs::path& folder, const fs::path& source, const std::string& stamp) {
  fs::create_directories(folder);
  const std::string name = plain_name(source);
  for (const std::string& left : list_directory(folder))
    if (left.starts_with(name + "_") && left.find(".partial") != std::string::npos) fs::remove(folder / left);
  fs::path path = folder / fmt::format("{}_{}.db", name, stamp);
  for (int i = 2; fs::exists(path); ++i) path = folder / fmt::format("{}_{}_{}.db", name, stamp, i);
  return path.string() + ".partial";
}

Backups make_backups(const sqlite::SourceCopy& copy, const sqlite::Snapshot& snapshot) {
  Backups backups;
  const fs::path path = fs::path(copy.path).replace_extension();  // without .partial
  const auto keep = [&](const char* suffix) {
    sqlite::make_durable(copy.path + suffix);
    fs::rename(copy.path + suffix, path.string() + suffix);
    backups.copy.push_back(read_back(path.string() + suffix));
  };
  keep("");
  if (copy.wal) keep("-wal");
  if (copy.journal) keep("-journal");
  const std::string stem = fs::path(path).replace_extension().string();
  const fs::path rebuilt = stem + "_rebuilt.db";
  backups.rebuilt_by = rebuild(snapshot.path, rebuilt);
  backups.rebuilt = read_back(rebuilt);
  backups.manifest = stem + ".sha256";
  write_manifest(backups);
  backups.compared = compare(snapshot.path, rebuilt.string());
  return backups;
}

std::vector<Check> check_backups(const Backups& backups) {
  std::vector<Check> checks;
  std::uint64_t size = 0;
  for (const BackupFile& file : backups.copy) size += file.size;
  checks.push_back({"copy of the files", CheckState::ok,
                    fmt::format("{}, {}, SHA-256 {}...", backups.copy.front().path.filename().string(),
                                describe_size(size), backups.copy.front().sha256.substr(0, 16)),
                    ""});
  checks.push_back({"written anew", CheckState::ok,
                    fmt::format("{}, {}, by {}, SHA-256 {}...", backups.rebuilt.path.filename().string(),
                                describe_size(backups.rebuilt.size), backups.rebuilt_by,
                                backups.rebuilt.sha256.substr(0, 16)),
                    ""});
  std::int64_t rows = 0;
  std::vector<std::string> different;
  for (const ComparedTable& table : backups.compared) {
    rows += table.rows;
    if (!table.equal)
      different.push_back(printable(table.table) + (table.problem.empty() ? "" : " (" + table.problem + ")"));
  }
  if (different.empty())
    checks.push_back({"opened and compared", CheckState::ok,
                      fmt::format("{}, {}: equal to the source's", counted(backups.compared.size(), "table"),
                                  counted(static_cast<std::size_t>(rows), "row")),
                      ""});
  else
    checks.push_back({"opened and compared", CheckState::refused,
                      "differs from the source: " + join(different, ", "),
                      "is the disk sound? Run the command again, and look at the file by hand"});
  checks.push_back(
      {"manifest", CheckState::ok, backups.manifest.filename().string() + ": sha256sum -c checks it", ""});
  return checks;
}

}  // namespace dunlin::transfer
