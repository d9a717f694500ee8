#include <fmt/format.h>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct WideTable {
  static constexpr std::size_t k_many = 50;

  static void add(const std::string& table, std::size_t columns, Reporter& report) {
    report.add(table, fmt::format("{} has {} columns: every update writes all of them anew", table, columns));
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (const auto* create = scene.as<model::CreateTable>()) {
      if (create->columns.size() > k_many)
        add(model::to_string(scene.catalog().created(create->name)), create->columns.size(), report);
      return;
    }
    const auto* alter = scene.as<model::AlterTable>();
    const auto* table = alter == nullptr ? nullptr : scene.relation(alter->name);
    if (table == nullptr || table->is_view()) return;
    std::size_t added = 0;
    for (const model::AlterAction& action : alter->actions)
      if (action.kind == model::AlterKind::add_column) ++added;
    if (added > 0 && table->columns.size() + added > k_many)
      add(scene.shown(alter->name), table->columns.size() + added, report);
  }
};

}  // namespace

const Rule wide_table{
    .name = "wide-table",
    .family = 'C',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A table of more than 50 columns",
    .why =
        "PostgreSQL writes a whole new row for each UPDATE, of however few columns. Wide rows fill pages "
        "quickly, "
        "move their long values out to TOAST, and make updates without touching indexes (HOT) rarer.",
    .advice =
        "A table beside it with the same primary key, for columns that are seldom set, or set much more "
        "often than "
        "the others.",
    .statement = WideTable::statement};

}  // namespace dunlin::lint::rules
