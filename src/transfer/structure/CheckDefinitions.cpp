#include "transfer/structure/CheckDefinitions.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/SqlError.hpp"
#include "postgres/Transaction.hpp"
#include "transfer/structure/Definition.hpp"
#include "transfer/structure/MadeInSchema.hpp"

namespace dunlin::transfer {
namespace {

using Kind = Definition::Kind;
using postgres::Connection;

// A statement that names no schema makes its object in the first one of search_path: a temporary one. The
// object that it made before is found behind it.
void look_at_temporary_first(Connection& connection, const std::string& schema) {
  connection.exec(
      R"(SELECT pg_catalog.set_config('search_path', 'pg_temp, ' || pg_catalog.quote_ident($1) || ', public' ||
           coalesce((SELECT ', ' || pg_catalog.quote_ident(n.nspname) FROM pg_catalog.pg_extension e
                     JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'citext'), ''), true))",
      {schema});
}

using Made = MadeInSchema::Made;

class DefinitionCheck {
 public:
  DefinitionCheck(Connection& connection, const MadeInSchema& all)
      : connection_(connection), all_(all), schema_(all.schema()) {}

  void check(const Made& made) {
    const Definition& definition = made.definition;
    if (all_.changed(made)) return not_compared(describe(definition), k_changed);
    switch (definition.kind) {
      case Kind::table: return table(made);
      case Kind::view: return view(definition);
      case Kind::function: return function(definition);
      case Kind::trigger: return trigger(definition);
    }
  }

  void switched_off(const postgres::Parameters& tables) {
    const auto rows = connection_.exec(
        R"(SELECT c.relname, count(*) FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
           WHERE t.tgisinternal AND t.tgenabled IN ('D', 'R') AND c.relname = ANY ($2::text[])
             AND c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)
           GROUP BY 1 ORDER BY 1)",
        tables);
    for (int row = 0; row < rows.rows(); ++row)
      part_differs(rows.string(row, 0), "all",
                   "its foreign keys aren't enforced: the triggers of constraints are disabled",
                   fmt::format("ALTER TABLE {} ENABLE TRIGGER ALL", quote_identifier(rows.string(row, 0))));
  }

  void rewritten(const postgres::Parameters& tables) {
    const auto rows = connection_.exec(
        R"(SELECT c.relname, r.rulename FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
           WHERE r.rulename <> '_RETURN' AND r.ev_enabled <> 'D' AND c.relname = ANY ($2::text[])
             AND c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)
           ORDER BY 1, 2)",
        tables);
    for (int row = 0; row < rows.rows(); ++row)
      part_differs(rows.string(row, 0), rows.string(row, 1),
                   fmt::format("the rule {} changes what statements do to it", rows.string(row, 1)),
                   fmt::format("DROP RULE {} ON {}", quote_identifier(rows.string(row, 1)),
                               quote_identifier(rows.string(row, 0))));
  }

  std::vector<Problem> take() {
    for (const auto& [why, objects] : not_compared_)
      problems_.push_back({.rule = "definitions-not-compared",
                           .weight = Weight::note,
                           .object = join(objects, ", "),
                           .message = why});
    return std::move(problems_);
  }

 private:
  static constexpr const char* k_changed =
      "not compared: another statement of the transfer's migrations changes it, or may do so";

  // What the migrations themselves did isn't a difference.
  void part_differs(const std::string& table, const std::string& part, const std::string& message,
                    const std::string& hint) {
    Made made;
    made.definition.name = table;
    if (!all_.changed(made, part)) differs(made.definition, part, table, message, hint);
  }

  void not_compared(const std::string& object, const std::string& why) {
    const auto found = std::find_if(not_compared_.begin(), not_compared_.end(),
                                    [&](const auto& candidate) { return candidate.first == why; });
    if (found == not_compared_.end())
      not_compared_.push_back({why, {object}});
    else
      found->second.push_back(object);
  }

  // `column` of the table or "": what a later migration has to name for the difference to be its work.
  void differs(const Definition& definition, const std::string& column, const std::string& object,
               const std::string& message, const std::string& hint) {
    const std::string later = all_.changed_later(definition, column);
    problems_.push_back(
        {.rule = "structure-differs",
         .weight = later.empty() ? Weight::refused : Weight::note,
         .object = object,
         .message = message,
         .hint =
             later.empty()
                 ? hint
                 : fmt::format("migration {}, applied after the transfer's, may have done that (dunlin log)",
                               later)});
  }

  void differs_from_migration(const Definition& definition, const std::string& message) {
    differs(definition, "", describe(definition), message,
            "somebody changed the target: the migration that made it has its text (dunlin log)");
  }

  // Runs the statement and then `query`, which sees both objects; nothing when the statement can't be run
  // here.
  std::optional<postgres::Result> beside(const Definition& definition, const postgres::Sql& query,
                                         const postgres::Parameters& parameters) {
    if (!definition.in_place) return std::nullopt;
    connection_.exec("SAVEPOINT definition");
    std::optional<postgres::Result> result;
    try {
      connection_.exec(postgres::Sql::trusted(definition.sql));
      result = connection_.exec(query, parameters);
    } catch (const postgres::SqlError& error) {
      if (error.code() != ErrorCode::failed) throw;
      not_compared(describe(definition), "that it is there was looked at, and not how it is defined: " +
                                             std::string(error.message()));
    }
    connection_.exec("ROLLBACK TO SAVEPOINT definition");
    return result;
  }

  bool is_there(const std::string& relation) {
    return !connection_.exec("SELECT pg_catalog.to_regclass($1)", {quote_identifier(schema_, relation)})
                .is_null(0, 0);
  }

  // That a table or column is missing is found by check_structure().
  void table(const Made& made) {
    const Definition& definition = made.definition;
    if (!is_there(definition.name)) return;
    const auto rows =
        beside(definition,
               R"(SELECT now.attname, coalesce(pg_catalog.pg_get_expr(n.adbin, n.adrelid), 'none'),
                  coalesce(pg_catalog.pg_get_expr(w.adbin, w.adrelid), 'none')
           FROM pg_catalog.pg_attribute was JOIN pg_catalog.pg_attribute now ON now.attname = was.attname
           LEFT JOIN pg_catalog.pg_attrdef n ON n.adrelid = now.attrelid AND n.adnum = now.attnum
           LEFT JOIN pg_catalog.pg_attrdef w ON w.adrelid = was.attrelid AND w.adnum = was.attnum
           WHERE now.attrelid = $1::regclass AND was.attrelid = $2::regclass AND was.attnum > 0
             AND NOT now.attisdropped AND pg_catalog.pg_get_expr(n.adbin, n.adrelid)
                 IS DISTINCT FROM pg_catalog.pg_get_expr(w.adbin, w.adrelid) ORDER BY was.attnum)",
               {quote_identifier(schema_, definition.name), "pg_temp." + quote_identifier(definition.name)});
    for (const auto& column : definition.columns)
      if (all_.changed(made, column)) not_compared(definition.name + "." + column, k_changed);
    for (int row = 0; rows && row < rows->rows(); ++row) {
      const std::string column = rows->string(row, 0);
      if (all_.changed(made, column)) continue;
      differs(definition, column, definition.name + "." + column,
              fmt::format("its default or expression is {} instead of {}", rows->string(row, 1),
                          rows->string(row, 2)),
              "somebody changed the target: the migration that made the table has its text (dunlin log)");
    }
  }

  void view(const Definition& definition) {
    if (!is_there(definition.name)) return differs_from_migration(definition, "the view is missing");
    const auto found =
        beside(definition,
               R"(SELECT pg_catalog.pg_get_viewdef($1::regclass) = pg_catalog.pg_get_viewdef($2::regclass),
                  cardinality(was.names) > cardinality(now.names)
                    AND was.names[1:cardinality(now.names)] = now.names
           FROM (SELECT array_agg(attname::text ORDER BY attnum) AS names FROM pg_catalog.pg_attribute
                 WHERE attrelid = $1::regclass) now,
                (SELECT array_agg(attname::text ORDER BY attnum) AS names FROM pg_catalog.pg_attribute
                 WHERE attrelid = $2::regclass) was)",
               {quote_identifier(schema_, definition.name), "pg_temp." + quote_identifier(definition.name)});
    if (!found || found->boolean(0, 0)) return;
    if (definition.star || found->boolean(0, 1))
      not_compared(describe(definition),
                   "not compared: its query names columns by a star, which stands for others now than when "
                   "the view was made");
    else
      differs_from_migration(definition, "the view has another query");
  }

  void function(const Definition& definition) {
    const auto found = connection_.exec(
        R"(SELECT count(*) FROM pg_catalog.pg_proc WHERE proname = $2
             AND pronamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1))",
        {schema_, definition.name});
    if (found.number(0, 0) == 0) return differs_from_migration(definition, "the function is missing");
    const auto same = beside(
        definition,
        R"(SELECT EXISTS (SELECT FROM pg_catalog.pg_proc was JOIN pg_catalog.pg_proc now ON now.proname = was.proname
             AND now.proargtypes = was.proargtypes AND now.prosrc = was.prosrc AND now.prolang = was.prolang
             AND now.proconfig IS NOT DISTINCT FROM was.proconfig
           WHERE was.proname = $2 AND was.pronamespace = pg_catalog.pg_my_temp_schema()
             AND now.pronamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)))",
        {schema_, definition.name});
    if (same && !same->boolean(0, 0)) differs_from_migration(definition, "the function has another body");
  }

  void trigger(const Definition& definition) {
    const auto found = connection_.exec(
        R"(SELECT t.tgenabled::text FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
           WHERE NOT t.tgisinternal AND t.tgname = $3 AND c.relname = $2
             AND c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1))",
        {schema_, definition.table, definition.name});
    if (found.rows() == 0) return differs_from_migration(definition, "the trigger is missing");
    const std::string enabled = found.string(0, 0);
    if (enabled == "D" || enabled == "R")
      differs(definition, "", describe(definition), "the trigger is disabled",
              fmt::format("ALTER TABLE {} ENABLE TRIGGER {}", quote_identifier(definition.table),
                          quote_identifier(definition.name)));
  }

  Connection& connection_;
  const MadeInSchema& all_;
  const std::string& schema_;
  std::vector<Problem> problems_;
  std::vector<std::pair<std::string, std::vector<std::string>>> not_compared_;  // by why not
};

}  // namespace

std::vector<Problem> check_definitions(Connection& connection, const std::string& schema,
                                       const StatementsRun& statements) {
  const postgres::Transaction never_committed(connection);
  look_at_temporary_first(connection, schema);
  const MadeInSchema all(schema, statements);
  DefinitionCheck check(connection, all);
  std::vector<std::string> tables;
  for (const auto& made : all.made()) {
    check.check(made);
    if (made.definition.kind == Kind::table) tables.push_back(made.definition.name);
  }
  const postgres::Parameters where{schema, postgres::array_literal(tables)};
  check.switched_off(where);
  check.rewritten(where);
  return check.take();
}

}  // namespace dunlin::transfer
