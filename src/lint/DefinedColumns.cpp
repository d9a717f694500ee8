#include "lint/DefinedColumns.hpp"

#include <algorithm>
#include <cctype>

namespace dunlin::lint {
namespace {

using model::ConstraintKind;

bool is_temporary(const Scene& scene, const model::QualifiedName& table) {
  const auto* relation = scene.relation(table);
  return relation != nullptr && relation->persistence == model::Persistence::temporary;
}

bool is_primary_key(const model::Constraint& constraint) {
  return constraint.kind == ConstraintKind::primary_key;
}

std::string new_table(const Scene& scene, const model::CreateTable& create) {
  return model::to_string(scene.catalog().created(create.name));
}

}  // namespace

std::vector<DefinedColumn> defined_columns(const Scene& scene) {
  std::vector<DefinedColumn> found;
  if (const auto* create = scene.as<model::CreateTable>()) {
    if (create->persistence == model::Persistence::temporary) return found;
    for (const model::Column& column : create->columns)
      if (!column.type.name.empty())
        found.push_back({new_table(scene, *create), column.name, column.type, &column, column.range});
  }
  const auto* alter = scene.as<model::AlterTable>();
  if (alter == nullptr || alter->kind != model::ObjectKind::table || is_temporary(scene, alter->name))
    return found;
  for (const model::AlterAction& action : alter->actions) {
    if (action.kind == model::AlterKind::add_column && action.column)
      found.push_back({scene.shown(alter->name), action.name, action.column->type, &*action.column,
                       action.column->range});
    if (action.kind == model::AlterKind::set_type)
      found.push_back({scene.shown(alter->name), action.name, action.type, nullptr, action.range});
  }
  return found;
}

void report_columns(const Scene& scene, Reporter& report, std::string (*words)(const DefinedColumn&)) {
  for (const DefinedColumn& column : defined_columns(scene))
    if (std::string message = words(column); !message.empty())
      report.add(column.table + "." + column.name, std::move(message), column.place);
}

namespace {

void add_written_keys(const std::vector<DefinedColumn>& columns, std::vector<KeyColumn>& found) {
  for (const DefinedColumn& defined : columns) {
    if (defined.column == nullptr) continue;
    const auto& constraints = defined.column->constraints;
    if (std::any_of(constraints.begin(), constraints.end(), is_primary_key))
      found.push_back({defined.table, defined.name, defined.type, defined.place});
  }
}

const DefinedColumn* find_defined(const std::vector<DefinedColumn>& columns, const std::string& name) {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const DefinedColumn& column) { return column.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

}  // namespace

std::vector<KeyColumn> single_key_columns(const Scene& scene) {
  std::vector<KeyColumn> found;
  const std::vector<DefinedColumn> columns = defined_columns(scene);
  add_written_keys(columns, found);
  if (const auto* create = scene.as<model::CreateTable>())
    for (const model::Constraint& constraint : create->constraints)
      if (is_primary_key(constraint) && constraint.columns.size() == 1)
        if (const auto* column = find_defined(columns, constraint.columns.front()))
          found.push_back({column->table, column->name, column->type, column->place});
  const auto* alter = scene.as<model::AlterTable>();
  if (alter == nullptr || is_temporary(scene, alter->name)) return found;
  const auto* table = scene.relation(alter->name);
  for (const model::AlterAction& action : alter->actions) {
    if (!action.constraint || action.kind != model::AlterKind::add_constraint ||
        !is_primary_key(*action.constraint) || action.constraint->columns.size() != 1)
      continue;
    const std::string& name = action.constraint->columns.front();
    const auto* known = table == nullptr ? nullptr : table->find_column(name);
    const auto* added = find_defined(columns, name);
    if (known != nullptr || added != nullptr)
      found.push_back(
          {scene.shown(alter->name), name, added != nullptr ? added->type : known->type, action.range});
  }
  return found;
}

std::vector<std::string> words_of_name(const std::string& name) {
  std::vector<std::string> words(1);
  bool was_lower = false;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) == 0 && byte < 0x80) {
      words.emplace_back();
      was_lower = false;
      continue;
    }
    if (std::isupper(byte) != 0 && was_lower) words.emplace_back();
    was_lower = std::islower(byte) != 0;
    words.back() += static_cast<char>(std::tolower(byte));
  }
  std::erase_if(words, [](const std::string& word) { return word.empty(); });
  return words;
}

}  // namespace dunlin::lint
