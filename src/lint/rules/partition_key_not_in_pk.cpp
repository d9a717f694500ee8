#include <algorithm>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct PartitionKeyNotInPk {
  static bool is_key(const model::Constraint& constraint) {
    return (constraint.kind == model::ConstraintKind::primary_key ||
            constraint.kind == model::ConstraintKind::unique) &&
           constraint.using_index.empty();
  }

  static void judge(const Scene& scene, Reporter& report, const model::QualifiedName& table,
                    const model::PartitionKey& key, const std::vector<std::string>& columns,
                    const std::string& what) {
    for (const std::string& column : key.columns) {
      if (std::find(columns.begin(), columns.end(), column) != columns.end()) continue;
      const std::string name = model::to_string(scene.catalog().qualified(table));
      report.add(name, column.empty()
                           ? what + " of " + name + " fails: its partition key has an expression (0A000)"
                           : what + " of " + name + " fails: it must have the partition key's column " +
                                 column + " (0A000)");
      return;
    }
  }

  static std::string words(const model::Constraint& constraint) {
    return constraint.kind == model::ConstraintKind::primary_key ? "the primary key"
                                                                 : "the unique constraint";
  }

  static void created(const Scene& scene, Reporter& report, const model::CreateTable& table) {
    if (table.partition_key.strategy == 0) return;
    for (const model::Column& column : table.columns)
      for (const model::Constraint& constraint : column.constraints)
        if (is_key(constraint))
          judge(scene, report, table.name, table.partition_key, {column.name}, words(constraint));
    for (const model::Constraint& constraint : table.constraints)
      if (is_key(constraint))
        judge(scene, report, table.name, table.partition_key, constraint.columns, words(constraint));
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (const auto* table = scene.as<model::CreateTable>()) return created(scene, report, *table);
    if (const auto* index = scene.as<model::CreateIndex>()) {
      const auto* table = scene.relation(index->table);
      if (!index->unique || table == nullptr || table->partition_key.strategy == 0) return;
      std::vector<std::string> columns;
      for (const model::IndexColumn& column : index->columns) columns.push_back(column.name);
      std::erase(columns, "");
      return judge(scene, report, index->table, table->partition_key, columns, "the unique index");
    }
    const auto* alter = scene.as<model::AlterTable>();
    const auto* table = alter == nullptr ? nullptr : scene.relation(alter->name);
    if (table == nullptr || table->partition_key.strategy == 0) return;
    for (const model::AlterAction& action : alter->actions)
      if (action.constraint && is_key(*action.constraint))
        judge(scene, report, alter->name, table->partition_key, action.constraint->columns,
              words(*action.constraint));
  }
};

}  // namespace

const Rule partition_key_not_in_pk{
    .name = "partition-key-not-in-pk",
    .family = 'G',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A primary key or unique constraint without the partition key",
    .why =
        "Uniqueness is checked within each partition only, so PostgreSQL asks that every such key has all "
        "columns of the partition key, and refuses it otherwise with error 0A000.",
    .advice = "PRIMARY KEY (id, partition_key); what must be unique alone needs a table of its own.",
    .statement = PartitionKeyNotInPk::statement};

}  // namespace dunlin::lint::rules
