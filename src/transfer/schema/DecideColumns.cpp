#include <algorithm>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "transfer/schema/Decisions.hpp"
#include "transfer/schema/Enumerations.hpp"
#include "transfer/schema/Expressions.hpp"

namespace dunlin::transfer {
namespace {

// SQLite compares text by its bytes; so does PostgreSQL under "C", in indexes, keys and ORDER BY.
constexpr const char* k_bytewise = "C";

bool is_integer_type(const std::string& type) {
  return type == "bigint" || type == "integer" || type == "smallint";
}

// The type of a column that PostgreSQL computes: by the affinity of the declared one (SQLite docs, "Datatypes
// In SQLite", 3.1).
std::string affinity_type(const std::string& declared) {
  const std::string type = to_lower(declared);
  const auto has = [&](const char* part) { return type.find(part) != std::string::npos; };
  if (has("int")) return "bigint";
  if (has("char") || has("clob") || has("text")) return "text";
  if (has("blob")) return "bytea";
  if (has("real") || has("floa") || has("doub")) return "double precision";
  return "numeric";
}

// Without a declared type SQLite keeps what the expression gives.
std::string computed_type(const TableContext& context, const sqlite::Column& column) {
  if (!column.type.empty()) return affinity_type(column.type);
  return type_of_expression(*column.generated_sql, context.mapping, context.all, &context.schema);
}

bool in_primary_key(const TableContext& context, const sqlite::Column& column) {
  return column.key_position > 0 && !context.table.primary_key().empty();
}

// A default that isn't one of an enum's words: SQLite refuses the row that would get it, by its CHECK.
bool is_no_word(const TableContext& context, const ColumnMapping& mapped, const std::string& default_sql) {
  if (mapped.conversion != Conversion::enumeration) return false;
  const auto words = enumeration_of(context.table, mapped.source);
  return words && std::none_of(words->begin(), words->end(), [&](const std::string& word) {
           return default_sql == quote_literal(word) || default_sql == quote_literal_alone(word);
         });
}

void set_default(const TableContext& context, const sqlite::Column& column, const ColumnMapping& mapped,
                 PromisedColumn& target) {
  if (!column.default_sql || target.identity || equal_ignoring_case(trim(*column.default_sql), "null"))
    return;
  Translation translation = translate_default(*column.default_sql, mapped);
  const std::string object = context.table.name + "." + column.name;
  for (const auto& remark : translation.notes) context.note("default-differs", object, remark);
  if (translation.ok() && is_no_word(context, mapped, translation.sql))
    translation.problem = "it isn't one of the words that its CHECK allows";
  if (translation.ok())
    target.default_sql = std::move(translation.sql);
  else
    context.changed("default-not-translated", object,
                    "its default " + *column.default_sql + " isn't in the target: " + translation.problem,
                    "write the default in the migration, or let the application give the value");
}

// What queries of the application meet: said of each column.
void say_folding(const TableContext& context, const sqlite::Column& column, Folding folding) {
  const std::string object = context.table.name + "." + column.name;
  if (folding == Folding::citext)
    context.changed(
        "letters-folded", object,
        "as citext, texts are equal where lower() of the database's locale makes them equal, \u00c4 "
        "and \u00e4 too (SQLite's NOCASE folds A to Z only); they are ordered by the bytes of that; "
        "LIKE and ~ fold as well; compared with a column or parameter of type text, the bytes "
        "count",
        "declare parameters as citext, or cast: email = $1::citext");
  if (folding == Folding::icu)
    context.changed("letters-folded", object,
                    "texts are equal where ICU's level 2 makes them equal: letters of all scripts in either "
                    "case, and signs that differ in form only (\u00b2 and 2); they are ordered as in a "
                    "dictionary, not by bytes; LIKE, ~ and position() fail before PostgreSQL 18",
                    "write x COLLATE \"C\" LIKE ... in the application's queries");
}

PromisedColumn stored_column(const TableContext& context, const sqlite::Column& column,
                             const ColumnMapping& mapped) {
  PromisedColumn target{.source = column.name, .name = mapped.target, .type = mapped.type};
  target.folding = folding_of(mapped);
  if (is_text_type(mapped.type)) target.collation = mapped.collation.empty() ? k_bytewise : mapped.collation;
  say_folding(context, column, target.folding);
  target.not_null = mapped.not_null || in_primary_key(context, column);
  const auto& alias = context.table.rowid_alias;
  target.identity =
      alias && context.table.columns[*alias].name == column.name && is_integer_type(mapped.type);
  set_default(context, column, mapped, target);
  return target;
}

// PostgreSQL 15 stores what it computes; SQLite's VIRTUAL gives the same values.
std::optional<PromisedColumn> computed_column(const TableContext& context, const sqlite::Column& column) {
  const std::string object = context.table.name + "." + column.name;
  const std::string type = computed_type(context, column);
  Translation translation = generated_sql(column, type, context);
  if (!translation.ok()) {
    context.changed("generated-column-left-out", object,
                    "the generated column isn't in the target: " + translation.problem,
                    "add it to the migration by hand, or compute it in the application's queries");
    return std::nullopt;
  }
  if (context.is_left_out(column.name)) return std::nullopt;
  for (const auto& remark : translation.notes) context.note("generated-column-differs", object, remark);
  std::vector<std::string> taken = system_columns();
  for (const auto& other : context.mapping.columns) taken.push_back(other.target);
  PromisedColumn target{.source = column.name,
                        .name = target_name(column.name, context.config.identifiers, taken),
                        .type = type,
                        .not_null = column.not_null,
                        .generated_sql = std::move(translation.sql)};
  if (is_text_type(target.type)) target.collation = k_bytewise;
  return target;
}

void add_by_options(const TableContext& context) {
  const auto taken = [&](const std::string& name) {
    return std::any_of(context.target.columns.begin(), context.target.columns.end(),
                       [&](const PromisedColumn& column) { return column.name == name; });
  };
  if (context.config.uuid_keys && !context.target.identity.empty() && !taken("uuid")) {
    context.target.columns.push_back(
        {.name = "uuid", .type = "uuid", .not_null = true, .default_sql = "gen_random_uuid()"});
    context.target.uniques.push_back({.columns = {"uuid"}});
  }
  if (context.config.soft_delete && !taken("deleted_at"))
    context.target.columns.push_back({.name = "deleted_at", .type = "timestamptz"});
}

}  // namespace

void decide_columns(const TableContext& context) {
  for (const auto& column : context.table.columns) {
    if (const ColumnMapping* mapped = context.mapped(column.name)) {
      context.target.columns.push_back(stored_column(context, column, *mapped));
      if (context.target.columns.back().identity) context.target.identity = mapped->target;
    } else if (column.generated_sql) {
      if (auto computed = computed_column(context, column))
        context.target.columns.push_back(std::move(*computed));
    }
  }
  context.target.sequence = context.table.sequence;
  add_by_options(context);
}

}  // namespace dunlin::transfer
