#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct CreateUnloggedTable {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* table = scene.as<model::CreateTable>();
    const auto* filled = scene.as<model::CreateTableAs>();
    const bool is_unlogged = (table != nullptr && table->persistence == model::Persistence::unlogged) ||
                             (filled != nullptr && filled->persistence == model::Persistence::unlogged);
    if (!is_unlogged) return;
    const std::string name =
        model::to_string(scene.catalog().created(table != nullptr ? table->name : filled->name));
    report.add(name, "rows of the unlogged table " + name +
                         " are lost when the server crashes, and replicas and backups of files don't have "
                         "them");
  }
};

}  // namespace

const Rule create_unlogged_table{
    .name = "create-unlogged-table",
    .family = 'F',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A table whose rows a crash deletes",
    .why =
        "An unlogged table isn't written to the WAL: crash recovery empties it, and a replica that takes "
        "over has it empty.",
    .advice = "Leave UNLOGGED out, or say in -- dunlin:allow why its rows can be lost.",
    .statement = CreateUnloggedTable::statement};

}  // namespace dunlin::lint::rules
