#include "lint/Embedded.hpp"

#include <algorithm>
#include <array>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "lint/ExistenceGuard.hpp"
#include "lint/ParseAhead.hpp"
#include "lint/Scene.hpp"
#include "sql/Split.hpp"
#include "sql/command/DynamicText.hpp"
#include "sql/command/PlpgsqlBody.hpp"

namespace dunlin::lint {
namespace {

using model::CatalogFunction;
using model::FunctionCall;

/// Where a body's text stands: bytes of a statement, when it is written there byte by byte.
struct BodyPlace {
  const SourceStatement& statement;
  std::optional<std::size_t> offset;
};

model::SourceSpan span_in(const BodyPlace& body, model::Range piece) {
  if (!body.offset) return body.statement.span;
  return place_of(body.statement, {*body.offset + piece.offset, piece.length});
}

// A function in a query is called for each row, of which there may be none.
bool calls_for_rows(const model::Command& command) {
  const auto* query = std::get_if<model::Dml>(&command);
  return query != nullptr && (!query->query.relations.empty() || query->query.has_where);
}

class Inside {
 public:
  Inside(const JudgedStatement& container, BodyPlace body, std::string called_in)
      : container_(container), body_(body), called_in_(std::move(called_in)) {}

  std::vector<JudgedStatement> judged(const sql::EmbeddedStatements& read) {
    for (const sql::EmbeddedStatement& one : read.statements) {
      if (one.dynamic)
        add_dynamic(one);
      else
        add_text(one, one.text, body_.offset.has_value());
    }
    return std::move(found_);
  }

 private:
  void add_dynamic(const sql::EmbeddedStatement& one) {
    const sql::DynamicText dynamic = sql::read_dynamic_text(one.text);
    if (!dynamic.text) {
      add(one, std::make_shared<const std::string>(one.text), body_.offset.has_value()).command =
          model::DynamicSql{one.text, dynamic.constant};
      return;
    }
    for (const sql::EmbeddedStatement& part : sql::read_sql_body(*dynamic.text).statements)
      add_text(one, part.text, false);
  }

  void add_text(const sql::EmbeddedStatement& one, const std::string& text, bool exact) {
    JudgedStatement& statement = add(one, std::make_shared<const std::string>(text), exact);
    statement.source.kind = sql::classify(text);
    statement.command = parse_statement(statement.source).command;
    if (makes_what_is_missing(statement.command, one.guard)) statement.conditional = depends_on_container();
  }

  bool depends_on_container() const { return container_.conditional || calls_for_rows(container_.command); }

  JudgedStatement& add(const sql::EmbeddedStatement& one, std::shared_ptr<const std::string> text,
                       bool exact) {
    JudgedStatement& statement = found_.emplace_back();
    statement.own_text = std::move(text);
    statement.source.text = *statement.own_text;
    statement.source.span = span_in(body_, one.place);
    statement.source.included = body_.statement.included;
    statement.source.exact = exact;
    statement.unit = container_.unit;
    statement.alternative = one.alternative;
    statement.conditional = one.conditional || depends_on_container();
    statement.called_in = called_in_;
    return statement;
  }

  const JudgedStatement& container_;
  BodyPlace body_;
  std::string called_in_;
  std::vector<JudgedStatement> found_;
};

std::size_t required_arguments(const CatalogFunction& function, std::size_t& most) {
  std::size_t least = 0;
  for (const model::FunctionArgument& argument : function.arguments) {
    if (argument.mode == 't' || (argument.mode == 'o' && !function.procedure)) continue;
    if (argument.mode == 'v') {
      most = 1000;
      continue;
    }
    ++most;
    if (!argument.has_default) ++least;
  }
  return least;
}

bool fits(const CatalogFunction& function, std::size_t arguments) {
  std::size_t most = 0;
  return required_arguments(function, most) <= arguments && arguments <= most;
}

void add_called(const model::Catalog& catalog, const FunctionCall& call,
                std::vector<const CatalogFunction*>& found) {
  for (const CatalogFunction& function : catalog.find_functions(call.name))
    if (fits(function, call.arguments)) found.push_back(&function);
}

// For the end of a message about a statement in a function's body.
std::string called_at(const CatalogFunction& function, const JudgedStatement& call, bool shown_in_body) {
  if (shown_in_body)
    return function.signature() + " is called on line " + std::to_string(call.source.span.line);
  if (function.origin.in_database()) return "in the body of " + function.signature() + " of the database";
  return "in the body of " + function.signature() + ", " + function.origin.file + " line " +
         std::to_string(function.origin.line);
}

// "create_hypertable", "AddGeometryColumn", "enable_tracking".
bool sounds_like_change(std::string_view name) {
  constexpr std::array<std::string_view, 14> k_verbs{"create",  "drop",    "add",     "alter", "enable",
                                                     "disable", "install", "migrate", "setup", "apply",
                                                     "rename",  "update",  "remove",  "attach"};
  const std::string lower = to_lower(name);
  return std::any_of(k_verbs.begin(), k_verbs.end(), [&](auto verb) { return lower.starts_with(verb); });
}

}  // namespace

// A quoted string that has no escapes holds the body at the same distance from both ends.
std::optional<std::size_t> offset_of_body(const SourceStatement& statement, model::Range quoted,
                                          std::string_view body) {
  if (!statement.exact || quoted.length < body.size()) return std::nullopt;
  const std::size_t offset = quoted.offset + (quoted.length - body.size()) / 2;
  if (statement.text.substr(offset, body.size()) != body) return std::nullopt;
  return offset;
}

std::vector<JudgedStatement> inside_do(JudgedStatement& statement) {
  const auto& block = std::get<model::DoBlock>(statement.command);
  if (block.language != "plpgsql") {
    statement.opaque = "a DO block in " + block.language;
    return {};
  }
  const sql::EmbeddedStatements read = sql::read_plpgsql_body(block.body);
  if (!read.error.empty()) statement.opaque = "its body isn't understood to the end: " + read.error;
  const BodyPlace place{statement.source, offset_of_body(statement.source, block.body_range, block.body)};
  return Inside(statement, place, "").judged(read);
}

std::vector<JudgedStatement> inside_function(JudgedStatement& call, const CatalogFunction& function,
                                             const JudgedStatement* definition) {
  if (function.language != "plpgsql" && function.language != "sql") {
    if (function.language != "internal")
      call.opaque = "it calls " + function.signature() + ", which is written in " + function.language;
    return {};
  }
  if (!sql::body_may_change_anything(function.body)) return {};
  const sql::EmbeddedStatements read =
      function.language == "sql" ? sql::read_sql_body(function.body) : sql::read_plpgsql_body(function.body);
  if (!read.error.empty())
    call.opaque =
        "it calls " + function.signature() + ", whose body isn't understood to the end: " + read.error;
  const BodyPlace outside{call.source, std::nullopt};
  if (definition == nullptr) return Inside(call, outside, called_at(function, call, false)).judged(read);
  const auto& created = std::get<model::CreateFunction>(definition->command);
  const BodyPlace inside{definition->source,
                         offset_of_body(definition->source, created.body_range, function.body)};
  return Inside(call, inside, called_at(function, call, true)).judged(read);
}

std::vector<const CatalogFunction*> called_functions(const model::Command& command,
                                                     const model::Catalog& catalog) {
  std::vector<const CatalogFunction*> found;
  if (const auto* call = std::get_if<model::Call>(&command)) {
    for (const CatalogFunction& function : catalog.find_functions(call->procedure))
      found.push_back(&function);
  } else if (const auto* dml = std::get_if<model::Dml>(&command)) {
    for (const FunctionCall& one : dml->query.calls) add_called(catalog, one, found);
  } else if (const auto* table = std::get_if<model::CreateTableAs>(&command)) {
    for (const FunctionCall& one : table->query.calls) add_called(catalog, one, found);
  }
  return found;
}

std::string unknown_call(const model::Command& command, const model::Catalog& catalog) {
  if (const auto* call = std::get_if<model::Call>(&command))
    return catalog.find_functions(call->procedure).empty()
               ? "it calls the procedure " + to_string(call->procedure) + ", whose body isn't known"
               : std::string();
  const auto* query = std::get_if<model::Dml>(&command);
  if (query == nullptr || query->kind != model::DmlKind::select || !query->query.relations.empty()) return "";
  for (const FunctionCall& call : query->query.calls) {
    const bool own = call.name.schema.empty() ? !sounds_like_change(call.name.name)
                                              : call.name.schema == "information_schema";
    if (!own && catalog.find_functions(call.name).empty())
      return "it calls " + to_string(call.name) + ", whose body isn't known";
  }
  return "";
}

}  // namespace dunlin::lint
