#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Session.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::cli {
namespace {
namespace fs = std::filesystem;
using model::Dialect;

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
  if (word.empty())
    throw usage_error(fmt::format("'{}' has no letter or digit for a file name", printable(name)),
                      "dunlin new add_users");
  return word;
}

// The next number in the width that the folder uses, or a date where the folder uses dates.
std::string next_version(const std::vector<model::Migration>& files, Dialect dialect) {
  const bool dated_tool = dialect == Dialect::supabase || dialect == Dialect::dbmate ||
                          dialect == Dialect::goose || dialect == Dialect::prisma ||
                          dialect == Dialect::golang_migrate || dialect == Dialect::diesel;
  const model::Migration* last = nullptr;
  for (const auto& file : files) {
    if (!file.repeatable) last = &file;
  }
  if (dialect == Dialect::node_pg_migrate) {
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(
                              std::chrono::system_clock::now().time_since_epoch())
                              .count());
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

std::string header(const std::string& version, const std::string& name, const std::string& phase) {
  return fmt::format("-- Migration: {}_{}\n-- Description:\n-- Date: {}\n{}", version, name,
                     utc_now("%Y-%m-%d"), phase.empty() ? "" : fmt::format("-- Phase: {}\n", phase));
}

struct NewFile {
  fs::path path;
  std::string text;
};

std::vector<NewFile> files_for(Dialect dialect, const fs::path& folder, const std::string& version,
                               const std::string& name, const std::string& phase) {
  const std::string stem = version + "_" + name;
  switch (dialect) {
    case Dialect::flyway:
      return {{folder / ("V" + version + "__" + name + ".sql"), header(version, name, phase)}};
    case Dialect::golang_migrate:
      return {{folder / (stem + ".up.sql"), header(version, name, phase)},
              {folder / (stem + ".down.sql"), ""}};
    case Dialect::diesel:
      return {{folder / stem / "up.sql", header(version, name, phase)}, {folder / stem / "down.sql", ""}};
    case Dialect::prisma: return {{folder / stem / "migration.sql", header(version, name, phase)}};
    case Dialect::dbmate: return {{folder / (stem + ".sql"), "-- migrate:up\n\n-- migrate:down\n"}};
    case Dialect::goose: return {{folder / (stem + ".sql"), "-- +goose Up\n\n-- +goose Down\n"}};
    case Dialect::node_pg_migrate:
      return {{folder / (stem + ".sql"), "-- Up Migration\n\n-- Down Migration\n"}};
    case Dialect::sqitch:
      throw refused("sqitch keeps its order in sqitch.plan", "add the change with: sqitch add " + name);
    default: return {{folder / (stem + ".sql"), header(version, name, phase) + "\n\n-- dunlin:down\n"}};
  }
}

}  // namespace

int run_new(const Invocation& invocation, Screen& screen) {
  if (invocation.arguments.empty()) throw usage_error("the migration needs a name", "dunlin new add_users");
  const auto config = load_project(invocation);
  const std::string name = file_word(join(invocation.arguments, "_"));
  const auto version = next_version(migrate::load_migrations(config), config.dialect);
  Json made = Json::array();
  for (const auto& file : files_for(config.dialect, config.migrations, version, name, invocation.phase)) {
    fs::create_directories(file.path.parent_path());
    if (fs::exists(file.path))
      throw refused(fmt::format("{} exists", file.path.string()), "choose another name");
    write_file(file.path, file.text);
    made.add(file.path.string());
    screen.line(fs::relative(file.path, fs::current_path()).string());
  }
  screen.json(Json::object().set("outcome", "done").set("version", version).set("files", made));
  return 0;
}

}  // namespace dunlin::cli
