#include "sqlite/language/Token.hpp"
#include "transfer/schema/Decisions.hpp"
#include "transfer/schema/Enumerations.hpp"
#include "transfer/translate/Translate.hpp"

namespace dunlin::transfer {
namespace {

// CHECK (status IN ('a', 'b')) of a column that has become an enum: the type says it.
bool is_said_by_enum(const TableContext& context, const sqlite::Check& check) {
  const auto allowed = allowed_words(check, context.table);
  if (!allowed) return false;
  const ColumnMapping* column = context.mapped(allowed->column);
  return column != nullptr && column->conversion == Conversion::enumeration;
}

}  // namespace

void decide_checks(const TableContext& context) {
  for (const auto& check : context.table.checks) {
    if (is_said_by_enum(context, check)) continue;
    Translation translation = translate_condition(check.sql, context.mapping, context.all, &context.schema);
    const std::string object = context.table.name + " CHECK (" + check.sql + ")";
    if (!translation.ok()) {
      context.changed("check-not-translated", object, "the CHECK isn't in the target: " + translation.problem,
                      "write it in the migration by hand");
      continue;
    }
    const std::string source = "CHECK (" + check.sql + ")";
    if (context.is_left_out(source)) continue;
    for (const auto& remark : translation.notes) context.note("check-differs", object, remark);
    const std::string name =
        check.name.empty() ? context.names.claim(context.target.name, {}, "check")
                           : context.names.claim(target_name(check.name, context.config.identifiers, {}));
    context.target.checks.push_back({.source = source, .name = name, .sql = std::move(translation.sql)});
  }
}

}  // namespace dunlin::transfer
