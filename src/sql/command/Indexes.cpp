#include "sql/command/Reading.hpp"

namespace dunlin::sql {
namespace {

model::IndexColumn index_column_of(const IndexElem* element, const Reading& reading, model::Range range) {
  model::IndexColumn column;
  column.name = text_of(element->name);
  if (element->expr != nullptr) column.expression = expression_of(element->expr, reading.source, range);
  column.collation = name_of(element->collation).name;
  column.operator_class = name_of(element->opclass).name;
  column.descending = element->ordering == SORTBY_DESC;
  column.nulls_first = element->nulls_ordering == SORTBY_NULLS_FIRST ||
                       (element->nulls_ordering == SORTBY_NULLS_DEFAULT && column.descending);
  return column;
}

// The elements' places: the group behind ON table [USING method].
std::vector<model::Range> element_ranges(const IndexStmt* statement, const Source& source) {
  std::size_t at = statement->relation->location < 0
                       ? 0
                       : source.token_at(static_cast<std::size_t>(statement->relation->location));
  while (at < source.tokens().size() && !source.is(at, '(')) ++at;
  return source.pieces(at + 1);
}

model::Range where_range(const Source& source) {
  const std::size_t where = source.find_word(0, "where");
  return source.range(where + 1, source.tokens().size());
}

}  // namespace

model::Command create_index(const IndexStmt* statement, const Reading& reading) {
  model::CreateIndex index;
  index.name = text_of(statement->idxname);
  index.table = name_of(statement->relation);
  index.only = !statement->relation->inh;
  index.unique = statement->unique;
  index.concurrently = statement->concurrent;
  index.if_not_exists = statement->if_not_exists;
  if (statement->accessMethod != nullptr) index.method = statement->accessMethod;
  const auto ranges = element_ranges(statement, reading.source);
  const Nodes elements(statement->indexParams);
  for (std::size_t i = 0; i < elements.size(); ++i)
    if (const auto* element = as<IndexElem>(elements.begin()[i].ptr_value, T_IndexElem))
      index.columns.push_back(
          index_column_of(element, reading, i < ranges.size() ? ranges[i] : model::Range{}));
  for (const ListCell& cell : Nodes(statement->indexIncludingParams))
    if (const auto* element = as<IndexElem>(cell.ptr_value, T_IndexElem))
      index.include.push_back(text_of(element->name));
  if (statement->whereClause != nullptr)
    index.predicate = expression_of(statement->whereClause, reading.source, where_range(reading.source));
  index.nulls_not_distinct = statement->nulls_not_distinct;
  index.tablespace = text_of(statement->tableSpace);
  index.options = options_of(statement->options);
  return index;
}

model::Command create_view(const ViewStmt* statement, const Reading& reading) {
  model::CreateView view;
  view.name = name_of(statement->view);
  view.or_replace = statement->replace;
  view.temporary = statement->view->relpersistence == 't';
  view.recursive = reading.source.find_word(0, "recursive") < reading.source.find_word(0, "view");
  view.columns = strings_of(statement->aliases);
  view.query = query_of(statement->query, reading.source);
  view.options = options_of(statement->options);
  const std::size_t as_word = reading.source.find_word(0, "as");
  view.definition =
      std::string(reading.source.text(reading.source.range(as_word + 1, reading.source.tokens().size())));
  return view;
}

}  // namespace dunlin::sql
