#include "cli/NewMigration.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;
using model::Dialect;

std::string next_version_of(const std::vector<model::Migration>& files, Dialect dialect) {
  const bool dated_tool = dialect == Dialect::supabase || dialect == Dialect::dbmate ||
                          dialect == Dialect::goose || dialect == Dialect::prisma ||
                          dialect == Dialect::golang_migrate || dialect == Dialect::diesel;
  const model::Migration* last = nullptr;
  for (const auto& file : files) {
    if (!file.repeatable) last = &file;
  }
  if (dialect == Dialect::node_pg_migrate) {
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    const auto next = last != nullptr ? last->version.numbers.front() + 1 : 0;
    return std::to_string(std::max(static_cast<std::uint64_t>(now), next));
  }
  const bool dated = last != nullptr ? last->version.numbering == model::Numbering::dated : dated_tool;
  if (dated) {
    std::string version = utc_now("%Y%m%d%H%M%S");
    if (last != nullptr && last->version.numbers.front() >= std::stoull(version))
      version = std::to_string(last->version.numbers.front() + 1);
    return version;
  }
  const std::size_t width = last != nullptr ? last->version.text.size() : 3;
  const auto number = last != nullptr ? last->version.numbers.front() + 1 : 1;
  return fmt::format("{:0>{}}", number, dialect == Dialect::flyway && last == nullptr ? 1 : width);
}

}  // namespace

std::string utc_now(const char* format) {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::string text(32, '\0');
  text.resize(std::strftime(text.data(), text.size(), format, &parts));
  return text;
}

std::string file_word(const std::string& name) {
  std::string word;
  for (const char c : to_lower(name)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept || (!word.empty() && word.back() != '_')) word += kept ? c : '_';
  }
  while (!word.empty() && word.back() == '_') word.pop_back();
  return word;
}

std::vector<std::string> next_versions(const std::vector<model::Migration>& files, Dialect dialect,
                                       std::size_t count) {
  std::vector<model::Migration> known = files;
  std::vector<std::string> versions;
  for (std::size_t i = 0; i < count; ++i) {
    versions.push_back(next_version_of(known, dialect));
    model::Migration next;
    next.version = model::parse_version(versions.back());
    known.push_back(std::move(next));
  }
  return versions;
}

std::vector<NewFile> new_files(Dialect dialect, const fs::path& folder, const std::string& version,
                               const std::string& name, const std::string& header) {
  const std::string stem = version + "_" + name;
  switch (dialect) {
    case Dialect::flyway: return {{folder / ("V" + version + "__" + name + ".sql"), header, ""}};
    case Dialect::golang_migrate:
      return {{folder / (stem + ".up.sql"), header, ""}, {folder / (stem + ".down.sql"), "", ""}};
    case Dialect::diesel:
      return {{folder / stem / "up.sql", header, ""}, {folder / stem / "down.sql", "", ""}};
    case Dialect::prisma: return {{folder / stem / "migration.sql", header, ""}};
    case Dialect::dbmate: return {{folder / (stem + ".sql"), "-- migrate:up\n", "\n-- migrate:down\n"}};
    case Dialect::goose: return {{folder / (stem + ".sql"), "-- +goose Up\n", "\n-- +goose Down\n"}};
    case Dialect::node_pg_migrate:
      return {{folder / (stem + ".sql"), "-- Up Migration\n", "\n-- Down Migration\n"}};
    case Dialect::sqitch:
      throw refused("sqitch keeps its order in sqitch.plan", "add the change with: sqitch add " + name);
    default: return {{folder / (stem + ".sql"), header, "\n\n-- dunlin:down\n"}};
  }
}

}  // namespace dunlin::cli
