#include "transfer/schema/Expressions.hpp"

#include "transfer/values/TargetType.hpp"

namespace dunlin::transfer {
namespace {

Translation only_immutable(Translation translation) {
  if (translation.ok() && !translation.immutable)
    translation.problem = "PostgreSQL takes only what gives the same answer at all times here, and " +
                          translation.sql + " doesn't";
  return translation;
}

}  // namespace

Translation immutable_expression(const std::string& sqlite_sql, const TableContext& context) {
  return only_immutable(translate_expression(sqlite_sql, context.mapping, context.all, &context.schema));
}

Translation immutable_condition(const std::string& sqlite_sql, const TableContext& context) {
  return only_immutable(translate_condition(sqlite_sql, context.mapping, context.all, &context.schema));
}

Translation generated_sql(const sqlite::Column& column, const std::string& type,
                          const TableContext& context) {
  ColumnMapping stored;
  stored.source = stored.target = column.name;
  stored.declared = column.type;
  stored.type = type;
  stored.conversion = conversion_for(type, "");
  return only_immutable(
      translate_generated(*column.generated_sql, stored, context.mapping, context.all, &context.schema));
}

}  // namespace dunlin::transfer
