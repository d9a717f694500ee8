#include <algorithm>
#include <fmt/format.h>
#include <string>

#include "base/Text.hpp"
#include "migrate/load/Layout.hpp"
#include "migrate/load/SqitchPlan.hpp"
#include "migrate/load/SqitchProject.hpp"

namespace dunlin::migrate {
namespace {

constexpr std::uint64_t k_longest_plan = std::uint64_t{64} << 20;

std::string evidence(const Folder& folder) {
  if (folder.has_file("sqitch.plan")) return "sqitch.plan";
  return folder.has_file("sqitch.conf") ? "sqitch.conf" : std::string();
}

// The scripts of a reworked change lie under its name and a tag: the first of the tags for which there is a
// file.
std::string script_name(const SqitchChange& change, const SqitchProject& project) {
  const auto named = [&](const std::string& tag) { return change.name + tag + "." + project.extension; };
  for (const auto& tag : change.rework_tags) {
    if (is_file(project.reworked_deploy + "/" + named(tag))) return named(tag);
  }
  return named(change.rework_tags.empty() ? "" : change.rework_tags.front());
}

// A rework of "users" is "users#2": it stays that when there is a third, and no name of sqitch's holds a '#'.
std::string version_text(const SqitchChange& change) {
  return change.instance == 1 ? change.name : fmt::format("{}#{}", change.name, change.instance);
}

// "users@v1.0", a state of the change that the plan's order has before this one: that was checked while
// reading it. The name is what remains to be said; "@v1.0" alone says nothing more.
std::vector<std::string> names_of(const std::vector<std::string>& requirements) {
  std::vector<std::string> names;
  for (const auto& requirement : requirements) {
    if (auto name = requirement.substr(0, requirement.find('@')); !name.empty())
      names.push_back(std::move(name));
  }
  return names;
}

MigrationFiles read_change(const SqitchChange& change, std::size_t ordinal, const SqitchProject& project) {
  const bool reworked = !change.rework_tags.empty();
  const std::string script = script_name(change, project);
  MigrationFiles files;
  files.version = {version_text(change), model::Numbering::planned, {ordinal}};
  files.name = change.name;
  files.up = (reworked ? project.reworked_deploy : project.deploy) + "/" + script;
  if (!is_file(files.up)) {
    Error error = file_error(
        files.up,
        fmt::format("the plan names {}, but there is no {}", printable(change.name), printable(files.up)),
        "add the deploy script, or take the change out of the plan");
    error.set_fact("plan", project.plan);
    error.set_fact("line", std::to_string(change.line));
    throw error;
  }
  const std::string revert = (reworked ? project.reworked_revert : project.revert) + "/" + script;
  const std::string verify = (reworked ? project.reworked_verify : project.verify) + "/" + script;
  if (is_file(revert)) files.down = revert;
  if (is_file(verify)) files.verify = verify;
  files.metadata.description = change.note;
  files.metadata.author = change.planner;
  files.metadata.date = change.date;
  files.metadata.depends = names_of(change.requires_changes);
  files.metadata.tags = change.tags;
  return files;
}

std::vector<MigrationFiles> list(const std::string& folder) {
  const SqitchProject project = read_sqitch_project(folder);
  const auto changes = read_sqitch_plan(SourceFile(project.plan, k_longest_plan));
  std::vector<MigrationFiles> migrations;
  migrations.reserve(changes.size());
  for (const auto& change : changes)
    migrations.push_back(read_change(change, migrations.size() + 1, project));
  return migrations;
}

}  // namespace

Layout sqitch_layout() {
  return {model::Dialect::sqitch, evidence, list, whole_file_sections, nullptr};
}

}  // namespace dunlin::migrate
