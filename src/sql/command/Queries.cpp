#include <algorithm>

#include "sql/command/Reading.hpp"

namespace dunlin::sql {
namespace {

using model::Dml;
using model::DmlKind;

model::Range where_range(const Source& source) {
  const std::size_t where = source.find_word(0, "where");
  std::size_t last = where;
  while (last < source.tokens().size() && !source.is(last, "returning")) last = source.behind_group(last);
  return source.range(where + 1, last);
}

std::vector<std::string> target_columns(const List* targets) {
  std::vector<std::string> columns;
  for (const ListCell& cell : Nodes(targets))
    if (const auto* target = as<ResTarget>(cell.ptr_value, T_ResTarget))
      columns.push_back(text_of(target->name));
  return columns;
}

// SET x = x + 1: a target column is used in its own new value.
bool refers_to_itself(const List* targets, const Reading& reading) {
  for (const ListCell& cell : Nodes(targets)) {
    const auto* target = as<ResTarget>(cell.ptr_value, T_ResTarget);
    if (target == nullptr || target->name == nullptr) continue;
    const auto value = expression_of(target->val, reading.source, {});
    if (std::any_of(value.columns.begin(), value.columns.end(),
                    [&](const auto& parts) { return !parts.empty() && parts.back() == target->name; }))
      return true;
  }
  return false;
}

void read_target(const RangeVar* relation, Dml& dml) {
  dml.target = name_of(relation);
  if (relation != nullptr && relation->alias != nullptr) dml.alias = text_of(relation->alias->aliasname);
}

void read_insert(const InsertStmt* insert, Dml& dml) {
  dml.kind = DmlKind::insert;
  read_target(insert->relation, dml);
  dml.columns = target_columns(insert->cols);
  dml.on_conflict = insert->onConflictClause != nullptr;
  dml.has_returning = insert->returningList != nullptr;
  const auto* select = as<SelectStmt>(insert->selectStmt, T_SelectStmt);
  dml.value_rows = select == nullptr ? 0 : Nodes(select->valuesLists).size();
  dml.from_query = select != nullptr && select->valuesLists == nullptr &&
                   (select->fromClause != nullptr || select->op != SETOP_NONE);
}

void read_update(const UpdateStmt* update, const Reading& reading, Dml& dml) {
  dml.kind = DmlKind::update;
  read_target(update->relation, dml);
  dml.columns = target_columns(update->targetList);
  dml.from_query = update->fromClause != nullptr;
  dml.refers_to_itself = refers_to_itself(update->targetList, reading);
  dml.has_returning = update->returningList != nullptr;
}

void read_delete(const DeleteStmt* remove, Dml& dml) {
  dml.kind = DmlKind::delete_;
  read_target(remove->relation, dml);
  dml.from_query = remove->usingClause != nullptr;
  dml.has_returning = remove->returningList != nullptr;
}

model::Command select_into(const SelectStmt* select, const Reading& reading) {
  model::CreateTableAs table;
  table.name = name_of(select->intoClause->rel);
  table.select_into = true;
  table.persistence = persistence_of(select->intoClause->rel->relpersistence);
  table.query = query_of(reinterpret_cast<const Node*>(select), reading.source);
  return table;
}

}  // namespace

model::Command query_command(const Node* statement, const Reading& reading) {
  Dml dml;
  if (const auto* select = as<SelectStmt>(statement, T_SelectStmt)) {
    if (select->intoClause != nullptr) return select_into(select, reading);
  } else if (const auto* insert = as<InsertStmt>(statement, T_InsertStmt)) {
    read_insert(insert, dml);
  } else if (const auto* update = as<UpdateStmt>(statement, T_UpdateStmt)) {
    read_update(update, reading, dml);
  } else if (const auto* remove = as<DeleteStmt>(statement, T_DeleteStmt)) {
    read_delete(remove, dml);
  } else if (const auto* merge = as<MergeStmt>(statement, T_MergeStmt)) {
    dml.kind = DmlKind::merge;
    dml.from_query = true;
    read_target(merge->relation, dml);
  }
  dml.query = query_of(statement, reading.source);
  dml.where = expression_of(where_of(statement), reading.source, where_range(reading.source));
  return dml;
}

model::Command copy_command(const CopyStmt* statement, const Reading& reading) {
  Dml dml;
  dml.kind = statement->is_from ? DmlKind::copy_from : DmlKind::copy_to;
  read_target(statement->relation, dml);
  dml.columns = strings_of(statement->attlist);
  dml.copies_program = statement->is_program;
  dml.copies_file = !statement->is_program && statement->filename != nullptr;
  if (statement->query != nullptr) dml.query = query_of(statement->query, reading.source);
  return dml;
}

}  // namespace dunlin::sql
