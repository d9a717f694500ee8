#include <algorithm>

#include "lint/Dropped.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct SkippedTable {
  const Scene& scene;
  const model::CreateTable& create;
  const model::CatalogRelation& known;

  // A later ALTER TABLE of the file adds or changes the column: CREATE TABLE IF NOT EXISTS is for new
  // databases.
  bool is_made_up_for(const std::string& column) const {
    for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
      const auto* alter = std::get_if<model::AlterTable>(&scene.statements()[i].command);
      if (alter == nullptr || scene.shown(alter->name) != scene.shown(create.name)) continue;
      if (std::any_of(alter->actions.begin(), alter->actions.end(), [&](const model::AlterAction& action) {
            return (action.column && action.column->name == column) ||
                   (action.kind == model::AlterKind::set_type && action.name == column);
          }))
        return true;
    }
    return false;
  }

  bool same_column_type(const model::CatalogColumn& is, const model::Column& wanted) const {
    model::TypeName type = scene.catalog().qualified(wanted.type);
    if (type.is_serial()) type.name = "int" + type.name.substr(6);
    model::TypeName there = is.type;
    if (there.is_serial()) there.name = "int" + there.name.substr(6);
    return type.name.empty() || there.name.empty() ||
           (model::same_type(type, there) && type.modifiers == there.modifiers);
  }

  std::vector<std::string> differences() const {
    std::vector<std::string> found;
    for (const model::Column& column : create.columns) {
      if (is_made_up_for(column.name)) continue;
      const model::CatalogColumn* is = known.find_column(column.name);
      if (is == nullptr)
        found.push_back("column " + column.name + " is missing");
      else if (!same_column_type(*is, column))
        found.push_back("column " + column.name + " stays " + model::to_string(is->type));
    }
    return found;
  }
};

void check_create_table_if_not_exists_noop(const Scene& scene, Reporter& report) {
  const auto* create = scene.as<model::CreateTable>();
  if (create == nullptr || !create->if_not_exists || create->persistence == model::Persistence::temporary)
    return;
  const auto known = scene.catalog().relations.find(scene.catalog().created(create->name));
  if (known == scene.catalog().relations.end() || !known->second.complete) return;
  const std::string name = model::to_string(known->first);
  const auto differences = SkippedTable{scene, *create, known->second}.differences();
  if (!differences.empty())
    report.add(name, "CREATE TABLE IF NOT EXISTS does nothing: " + name + " is there already, and " +
                         enumerated(differences));
}

}  // namespace

const Rule create_table_if_not_exists_noop{
    .name = "create-table-if-not-exists-noop",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "CREATE TABLE IF NOT EXISTS of a table that is there with other columns",
    .why =
        "IF NOT EXISTS looks at the name alone. The statement succeeds, the columns stay as they were, and "
        "the code "
        "that needs them fails in production, while a new database gets them.",
    .advice =
        "ALTER TABLE ... ADD COLUMN for what is missing; leave IF NOT EXISTS out, so that a clash is seen.",
    .statement = check_create_table_if_not_exists_noop};

}  // namespace dunlin::lint::rules
