#include <filesystem>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/Author.hpp"
#include "cli/CommandTable.hpp"
#include "cli/NewMigration.hpp"
#include "cli/Session.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::cli {
namespace {
namespace fs = std::filesystem;

std::string header(const std::string& version, const std::string& name, const std::string& phase) {
  return fmt::format("-- Migration: {}_{}\n-- Description:\n{}-- Date: {}\n{}", version, name, author_line(),
                     utc_now("%Y-%m-%d"), phase.empty() ? "" : fmt::format("-- Phase: {}\n", phase));
}

}  // namespace

int run_new(const Invocation& invocation, Screen& screen) {
  if (invocation.arguments.empty()) throw usage_error("the migration needs a name", "dunlin new add_users");
  const auto config = load_project(invocation);
  const std::string typed = join(invocation.arguments, "_");
  const std::string name = file_word(typed);
  if (name.empty())
    throw usage_error(fmt::format("'{}' has no letter or digit for a file name", printable(typed)),
                      "dunlin new add_users");
  // The first migration makes the folder that the project names.
  const bool first = !config.migrations.empty() && !fs::exists(config.migrations);
  const auto known = first ? std::vector<model::Migration>{} : migrate::load_migrations(config);
  const auto version = next_versions(known, config.dialect).front();
  Json made = Json::array();
  const std::string text = header(version, name, invocation.phase);
  for (const auto& file : new_files(config.dialect, config.migrations, version, name, text)) {
    fs::create_directories(file.path.parent_path());
    if (fs::exists(file.path))
      throw refused(fmt::format("{} exists", file.path.string()), "choose another name");
    write_file(file.path, file.begin + file.end);
    made.add(file.path.string());
    screen.line(fs::relative(file.path, fs::current_path()).string());
  }
  screen.json(Json::object().set("outcome", "done").set("version", version).set("files", made));
  return 0;
}

}  // namespace dunlin::cli
