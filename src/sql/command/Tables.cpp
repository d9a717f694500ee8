#include <algorithm>

#include "sql/command/Reading.hpp"

namespace dunlin::sql {
namespace {

using model::ConstraintKind;

bool inside(std::size_t offset, model::Range range) {
  return offset >= range.offset && offset < range.end();
}

model::ForeignKeyAction action_of(char action) {
  switch (action) {
    case FKCONSTR_ACTION_RESTRICT: return model::ForeignKeyAction::restrict;
    case FKCONSTR_ACTION_CASCADE: return model::ForeignKeyAction::cascade;
    case FKCONSTR_ACTION_SETNULL: return model::ForeignKeyAction::set_null;
    case FKCONSTR_ACTION_SETDEFAULT: return model::ForeignKeyAction::set_default;
    default: return model::ForeignKeyAction::no_action;
  }
}

std::optional<ConstraintKind> kind_of_constraint(ConstrType type) {
  switch (type) {
    case CONSTR_CHECK: return ConstraintKind::check;
    case CONSTR_NOTNULL: return ConstraintKind::not_null;
    case CONSTR_PRIMARY: return ConstraintKind::primary_key;
    case CONSTR_UNIQUE: return ConstraintKind::unique;
    case CONSTR_EXCLUSION: return ConstraintKind::exclusion;
    case CONSTR_FOREIGN: return ConstraintKind::foreign_key;
    default: return std::nullopt;
  }
}

// The word at or behind the beginning of `range`, and the content of the group behind it.
model::Range group_behind_word(const Source& source, model::Range range, std::string_view word) {
  const std::size_t found = source.find_word(source.token_at(range.offset), word);
  return source.group_content(found);
}

std::vector<std::string> columns_used(const model::Expression& expression) {
  std::vector<std::string> columns;
  for (const auto& parts : expression.columns)
    if (!parts.empty() && std::find(columns.begin(), columns.end(), parts.back()) == columns.end())
      columns.push_back(parts.back());
  return columns;
}

// ON DELETE written out, whatever it says.
bool has_on_delete(const Source& source, model::Range range) {
  for (std::size_t i = source.token_at(range.offset);
       i < source.tokens().size() && source.tokens()[i].offset < range.end(); ++i)
    if (source.is(i, "on") && source.is(i + 1, "delete")) return true;
  return false;
}

void read_exclusion(const Constraint* constraint, const Reading& reading, model::Constraint& found) {
  for (const ListCell& cell : Nodes(constraint->exclusions)) {
    const auto* pair = as<List>(cell.ptr_value, T_List);
    const Nodes parts(pair);
    const auto* element =
        parts.size() == 0 ? nullptr : as<IndexElem>(parts.begin()[0].ptr_value, T_IndexElem);
    if (element != nullptr) found.columns.push_back(text_of(element->name));
  }
  found.expression = expression_of(constraint->where_clause, reading.source, found.range);
}

}  // namespace

model::Constraint constraint_of(const Constraint* constraint, const Reading& reading, model::Range range) {
  model::Constraint found;
  found.kind = kind_of_constraint(constraint->contype).value_or(ConstraintKind::check);
  found.name = text_of(constraint->conname);
  found.range = range;
  found.columns = strings_of(constraint->keys);
  if (found.kind == ConstraintKind::foreign_key) {
    found.columns = strings_of(constraint->fk_attrs);
    found.references = name_of(constraint->pktable);
    found.referenced_columns = strings_of(constraint->pk_attrs);
    found.on_delete = action_of(constraint->fk_del_action);
    found.on_update = action_of(constraint->fk_upd_action);
    found.on_delete_given = has_on_delete(reading.source, range);
  } else if (found.kind == ConstraintKind::check) {
    found.expression = expression_of(constraint->raw_expr, reading.source,
                                     group_behind_word(reading.source, range, "check"));
    found.columns = columns_used(found.expression);
  } else if (found.kind == ConstraintKind::exclusion) {
    read_exclusion(constraint, reading, found);
  }
  found.using_index = text_of(constraint->indexname);
  found.include = strings_of(constraint->including);
  found.not_valid = constraint->skip_validation;
  found.deferrable = constraint->deferrable;
  found.initially_deferred = constraint->initdeferred;
  found.nulls_not_distinct = constraint->nulls_not_distinct;
  found.no_inherit = constraint->is_no_inherit;
  found.not_enforced = std::any_of(reading.newer.not_enforced.begin(), reading.newer.not_enforced.end(),
                                   [&](std::size_t offset) { return inside(offset, range); });
  for (const std::size_t offset : reading.newer.not_null_constraint)
    if (inside(offset, range)) {
      found.kind = ConstraintKind::not_null;
      found.expression = {};
    }
  return found;
}

namespace {

int location_of(const Node* node) {
  if (const auto* constraint = as<Constraint>(node, T_Constraint)) return constraint->location;
  if (const auto* collation = as<CollateClause>(node, T_CollateClause)) return collation->location;
  return -1;
}

// From a constraint's first word to the beginning of the next constraint, or the end of the column.
model::Range part_range(const Source& source, model::Range column, const Nodes& constraints, int location) {
  if (location < 0) return column;
  std::size_t end = column.end();
  for (const ListCell& cell : constraints) {
    const int other = location_of(static_cast<const Node*>(cell.ptr_value));
    if (other > location) end = std::min(end, static_cast<std::size_t>(other));
  }
  const std::size_t first = source.token_at(static_cast<std::size_t>(location));
  std::size_t last = first;
  while (last < source.tokens().size() && source.tokens()[last].end() <= end) ++last;
  return source.range(first, last);
}

void read_generation(const Constraint* constraint, const Reading& reading, model::Range range,
                     model::Column& column) {
  if (constraint->contype == CONSTR_IDENTITY) {
    column.generated = constraint->generated_when == 'a' ? model::Generated::identity_always
                                                         : model::Generated::identity_by_default;
    column.not_null = true;
    return;
  }
  column.generated = model::Generated::stored;
  column.generation =
      expression_of(constraint->raw_expr, reading.source, group_behind_word(reading.source, range, "as"));
}

void read_attribute(const Constraint* constraint, model::Column& column) {
  if (column.constraints.empty()) return;
  model::Constraint& last = column.constraints.back();
  if (constraint->contype == CONSTR_ATTR_DEFERRABLE) last.deferrable = true;
  if (constraint->contype == CONSTR_ATTR_DEFERRED) last.deferrable = last.initially_deferred = true;
}

void read_column_constraint(const Constraint* constraint, const Reading& reading, model::Range range,
                            model::Column& column) {
  switch (constraint->contype) {
    case CONSTR_DEFAULT: {
      const std::size_t word = reading.source.find_word(reading.source.token_at(range.offset), "default");
      std::size_t last = word + 1;
      while (last < reading.source.tokens().size() && reading.source.tokens()[last].end() <= range.end())
        ++last;
      column.default_value =
          expression_of(constraint->raw_expr, reading.source, reading.source.range(word + 1, last));
      return;
    }
    case CONSTR_IDENTITY:
    case CONSTR_GENERATED: read_generation(constraint, reading, range, column); return;
    case CONSTR_ATTR_DEFERRABLE:
    case CONSTR_ATTR_DEFERRED: read_attribute(constraint, column); return;
    default: break;
  }
  if (!kind_of_constraint(constraint->contype)) return;
  model::Constraint found = constraint_of(constraint, reading, range);
  if (found.columns.empty() || found.kind != ConstraintKind::check) found.columns = {column.name};
  column.not_null =
      column.not_null || found.kind == ConstraintKind::not_null || found.kind == ConstraintKind::primary_key;
  column.constraints.push_back(std::move(found));
}

void read_virtual(const Reading& reading, model::Column& column) {
  for (const model::Range expression : reading.newer.virtual_expression) {
    if (!inside(expression.offset, column.range)) continue;
    column.generated = model::Generated::virtual_;
    column.generation.range = expression;
    column.generation.text = std::string(reading.source.text(expression));
  }
}

}  // namespace

model::Column column_of(const ColumnDef* definition, const Reading& reading, model::Range range) {
  model::Column column;
  column.name = text_of(definition->colname);
  column.range = range;
  column.type = type_of(definition->typeName);
  column.not_null = column.type.is_serial();
  const Nodes constraints(definition->constraints);
  if (definition->typeName != nullptr && definition->typeName->location >= 0)
    column.type_range = part_range(reading.source, range, constraints, definition->typeName->location);
  if (definition->collClause != nullptr) {
    column.collation = name_of(definition->collClause->collname).name;
    column.type.collated = true;
    if (definition->collClause->location >= 0) {
      const std::size_t first = reading.source.token_at(column.type_range.offset);
      column.type_range = reading.source.range(
          first, reading.source.token_at(static_cast<std::size_t>(definition->collClause->location)));
    }
  }
  for (const ListCell& cell : constraints)
    if (const auto* constraint = as<Constraint>(cell.ptr_value, T_Constraint))
      read_column_constraint(constraint, reading,
                             part_range(reading.source, range, constraints, constraint->location), column);
  read_virtual(reading, column);
  return column;
}

namespace {

std::vector<std::string> datums_of(const List* datums, const Reading& reading) {
  std::vector<std::string> values;
  for (const ListCell& cell : Nodes(datums)) {
    const auto* node = static_cast<const Node*>(cell.ptr_value);
    const int location = exprLocation(node);
    if (location < 0) {
      values.emplace_back();
      continue;
    }
    const auto pieces = reading.source.pieces(reading.source.token_at(static_cast<std::size_t>(location)));
    values.emplace_back(pieces.empty() ? std::string_view() : reading.source.text(pieces.front()));
  }
  return values;
}

void read_like(const TableLikeClause* like, model::CreateTable& table) {
  table.like.push_back(name_of(like->relation));
  table.like_at.push_back(table.columns.size());
  std::string options;
  if (like->options == CREATE_TABLE_LIKE_ALL) options = "all";
  const std::pair<unsigned, const char*> names[] = {{CREATE_TABLE_LIKE_CONSTRAINTS, "constraints"},
                                                    {CREATE_TABLE_LIKE_DEFAULTS, "defaults"},
                                                    {CREATE_TABLE_LIKE_GENERATED, "generated"},
                                                    {CREATE_TABLE_LIKE_IDENTITY, "identity"},
                                                    {CREATE_TABLE_LIKE_INDEXES, "indexes"}};
  if (options.empty())
    for (const auto& [bit, name] : names)
      if ((like->options & bit) != 0) options += (options.empty() ? "" : ",") + std::string(name);
  table.like_options.push_back(options);
}

void read_elements(const CreateStmt* statement, const Reading& reading, model::CreateTable& table) {
  const Nodes elements(statement->tableElts);
  if (elements.size() == 0) return;
  std::size_t open = statement->relation->location < 0
                         ? 0
                         : reading.source.token_at(static_cast<std::size_t>(statement->relation->location));
  while (open < reading.source.tokens().size() && !reading.source.is(open, '(')) ++open;
  const auto pieces = reading.source.pieces(open + 1);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const void* element = elements.begin()[i].ptr_value;
    const model::Range range = i < pieces.size() ? pieces[i] : model::Range{};
    if (const auto* column = as<ColumnDef>(element, T_ColumnDef))
      table.columns.push_back(column_of(column, reading, range));
    if (const auto* constraint = as<Constraint>(element, T_Constraint))
      table.constraints.push_back(constraint_of(constraint, reading, range));
    if (const auto* like = as<TableLikeClause>(element, T_TableLikeClause)) read_like(like, table);
  }
}

model::PartitionKey partition_key_of(const PartitionSpec* spec) {
  model::PartitionKey key;
  if (spec == nullptr) return key;
  key.strategy = spec->strategy == nullptr
                     ? 'r'
                     : static_cast<char>(std::tolower(static_cast<unsigned char>(spec->strategy[0])));
  for (const ListCell& cell : Nodes(spec->partParams))
    if (const auto* element = as<PartitionElem>(cell.ptr_value, T_PartitionElem))
      key.columns.push_back(text_of(element->name));
  return key;
}

}  // namespace

model::PartitionBound bound_of(const PartitionBoundSpec* bound, const Reading& reading) {
  model::PartitionBound found;
  if (bound == nullptr) return found;
  found.is_default = bound->is_default;
  found.strategy = bound->is_default ? char{0} : bound->strategy;
  found.modulus = bound->modulus;
  found.remainder = bound->remainder;
  found.list = datums_of(bound->listdatums, reading);
  found.lower = datums_of(bound->lowerdatums, reading);
  found.upper = datums_of(bound->upperdatums, reading);
  std::size_t first = reading.source.find_word(0, "for");
  if (found.is_default) first = reading.source.find_word(0, "default");
  std::size_t last = first;
  while (last < reading.source.tokens().size() && !reading.source.is(last, "partition") &&
         !reading.source.is(last, "with")) {
    if (last > first && reading.source.is(last, '(') && reading.source.is(last - 1, "with")) break;
    last = reading.source.is(last, "with") ? last + 1 : reading.source.behind_group(last);
  }
  // WITH (modulus, remainder) belongs to the bound.
  if (bound->modulus != 0 && reading.source.is(last, "with")) last = reading.source.behind_group(last + 1);
  found.text = std::string(reading.source.text(reading.source.range(first, last)));
  return found;
}

model::Command create_table(const CreateStmt* statement, const Reading& reading, bool foreign) {
  model::CreateTable table;
  table.name = name_of(statement->relation);
  table.if_not_exists = statement->if_not_exists;
  table.persistence = persistence_of(statement->relation->relpersistence);
  table.foreign = foreign;
  read_elements(statement, reading, table);
  const auto parents = relations_of(statement->inhRelations);
  if (statement->partbound != nullptr && !parents.empty()) {
    table.partition_of = parents.front();
    table.bound = bound_of(statement->partbound, reading);
  } else {
    table.inherits = parents;
  }
  table.partition_key = partition_key_of(statement->partspec);
  if (statement->ofTypename != nullptr) table.of_type = name_of(statement->ofTypename->names);
  table.tablespace = text_of(statement->tablespacename);
  table.access_method = text_of(statement->accessMethod);
  table.options = options_of(statement->options);
  return table;
}

model::Command create_table_as(const CreateTableAsStmt* statement, const Reading& reading) {
  model::CreateTableAs table;
  table.name = name_of(statement->into->rel);
  table.materialized_view = statement->objtype == OBJECT_MATVIEW;
  table.select_into = statement->is_select_into;
  table.if_not_exists = statement->if_not_exists;
  table.with_data = !statement->into->skipData;
  table.persistence = persistence_of(statement->into->rel->relpersistence);
  table.query = query_of(statement->query, reading.source);
  table.columns = strings_of(statement->into->colNames);
  const std::size_t as_word = reading.source.find_word(0, "as");
  if (table.materialized_view)
    table.definition =
        std::string(reading.source.text(reading.source.range(as_word + 1, reading.source.tokens().size())));
  return table;
}

}  // namespace dunlin::sql
