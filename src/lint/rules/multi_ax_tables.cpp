#include <algorithm>
#include <set>

#include "base/Text.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct MultiAxTables {
  // The tables that the statement itself is about; those that it locks besides go with them.
  static std::vector<model::QualifiedName> targets(const model::Command& command) {
    if (const auto* alter = std::get_if<model::AlterTable>(&command))
      return alter->kind == model::ObjectKind::table ? std::vector{alter->name}
                                                     : std::vector<model::QualifiedName>();
    if (const auto* truncate = std::get_if<model::Truncate>(&command)) return truncate->tables;
    if (const auto* policy = std::get_if<model::CreatePolicy>(&command)) return {policy->table};
    if (const auto* rename = std::get_if<model::Rename>(&command))
      return rename->kind == model::ObjectKind::table || rename->kind == model::ObjectKind::column
                 ? std::vector{rename->kind == model::ObjectKind::table ? rename->object.name
                                                                        : rename->object.table}
                 : std::vector<model::QualifiedName>();
    std::vector<model::QualifiedName> tables;
    if (const auto* drop = std::get_if<model::Drop>(&command))
      for (const model::ObjectName& object : drop->objects) {
        if (drop->kind == model::ObjectKind::table) tables.push_back(object.name);
        if (!object.table.empty()) tables.push_back(object.table);
      }
    return tables;
  }

  static std::set<std::string> shown_targets(const Scene& scene, const JudgedStatement& statement) {
    std::set<std::string> names;
    for (const model::QualifiedName& table : targets(statement.command))
      if (!table.empty()) names.insert(scene.shown(table));
    return names;
  }

  // The tables that the statement locks against everything.
  static std::set<std::string> locked_here(const Scene& scene) {
    if (scene.held().empty() || scene.effects().empty() || !scene.statement().in_transaction) return {};
    std::set<std::string> tables = shown_targets(scene, scene.statement());
    std::erase_if(tables, [&](const std::string& table) {
      const Effect* effect = find_effect(scene.effects(), table);
      return effect == nullptr || !model::blocks_reads(effect->lock);
    });
    return tables;
  }

  static void statement(const Scene& scene, Reporter& report) {
    const std::set<std::string> here = locked_here(scene);
    if (here.empty()) return;
    const HeldLock* first = nullptr;
    for (const HeldLock& lock : scene.held()) {
      if (!model::blocks_reads(lock.lock) || (first != nullptr && first->relation == lock.relation)) continue;
      if (!shown_targets(scene, scene.statements()[lock.statement]).contains(lock.relation)) continue;
      if (first != nullptr) return;  // said where the second table came in
      first = &lock;
    }
    if (first == nullptr) return;
    for (const std::string& table : here)
      if (table != first->relation) return add(scene, *first, table, report);
  }

  static void add(const Scene& scene, const HeldLock& first, const std::string& table, Reporter& report) {
    const int line = scene.statements()[first.statement].source.span.line;
    model::Finding& finding = report.add(
        table, first.relation + " stays locked against reads and writes (line " + std::to_string(line) +
                   ") while the transaction waits for " + table + ", and both until it ends");
    finding.fix.edits = begin_unit(scene);
  }
};

}  // namespace

const Rule multi_ax_tables{
    .name = "multi-ax-tables",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "ACCESS EXCLUSIVE on several tables in use, in one transaction",
    .why =
        "Each lock waits for the running queries of its table, and the tables before stay out of use "
        "meanwhile. A program that uses them in another order meets a deadlock.",
    .advice = "One table a unit: -- dunlin:unit before the first statement about the next one.",
    .statement = MultiAxTables::statement};

}  // namespace dunlin::lint::rules
