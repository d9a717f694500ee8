#include "sql/StatementDirectives.hpp"

#include <fmt/format.h>

#include "base/Text.hpp"
#include "sql/Assertion.hpp"
#include "sql/Directive.hpp"
#include "sql/Lexer.hpp"

namespace dunlin::sql {
namespace {

using model::StatementKind;

// Each of these takes one directive's argument in, and says why it can't.
std::optional<Error> add_unit(StatementDirectives& found, std::string_view argument) {
  const bool alone = equal_ignoring_case(argument, "alone");
  if (!argument.empty() && !alone) {
    return usage_error(
        fmt::format("dunlin:unit can't be '{}'", printable(argument)),
        "`-- dunlin:unit` begins a transaction at its statement; `-- dunlin:unit alone` runs the "
        "statement outside of any");
  }
  found.unit = true;
  found.alone = found.alone || alone;
  return std::nullopt;
}

std::optional<Error> add_verify(StatementDirectives& found, std::string_view argument, std::size_t& at) {
  if (!found.verify.empty())
    return usage_error("dunlin:verify twice before one statement", "join the two queries with AND");
  const AssertionText query = read_assertion(argument, "verify");
  at += query.refused_at;
  if (query.refusal) return query.refusal;
  found.verify = argument.substr(0, query.length);
  return std::nullopt;
}

std::optional<Error> add_batch(StatementDirectives& found, std::string_view argument, std::size_t at) {
  if (found.batch) return usage_error("dunlin:batch twice before one statement");
  found.batch = argument;
  found.batch_at = at;
  return std::nullopt;
}

bool is_transaction_control(StatementKind kind) {
  return kind == StatementKind::begin || kind == StatementKind::commit || kind == StatementKind::rollback;
}

// A psql command is replaced or left out before anything runs.
bool is_psql_command(StatementKind kind) {
  return kind == StatementKind::include || kind == StatementKind::ignored;
}

// What runs, and can't be told to have run; the rest has a meaning of its own.
bool may_stand_alone(StatementKind kind) {
  return kind == StatementKind::ordinary || kind == StatementKind::add_enum_value || model::runs_alone(kind);
}

}  // namespace

StatementDirectives read_statement_directives(std::string_view comments) {
  StatementDirectives found;
  Lexer lexer(comments);
  for (Token token = lexer.next(); token.kind != TokenKind::end && !found.refusal; token = lexer.next()) {
    if (token.kind != TokenKind::line_comment) continue;
    const auto directive = read_directive(comments.substr(token.offset, token.length));
    if (!directive) continue;
    found.refused_at = token.offset;
    if (directive->name == "unit") found.refusal = add_unit(found, directive->argument);
    if (directive->name == "batch") found.refusal = add_batch(found, directive->argument, token.offset);
    if (directive->name == "verify") {
      std::size_t at = static_cast<std::size_t>(directive->argument.data() - comments.data());
      found.refusal = add_verify(found, directive->argument, at);
      if (found.refusal) found.refused_at = at;
    }
  }
  return found;
}

std::optional<Error> refuse_directives(const StatementDirectives& directives, StatementKind kind) {
  const auto before = [&](std::string_view directive, std::string hint) {
    return usage_error(fmt::format("dunlin:{} before a statement of kind {}", directive, to_string(kind)),
                       std::move(hint));
  };
  if (directives.alone && directives.batch) {
    return usage_error("dunlin:unit alone and dunlin:batch before one statement",
                       "batches are transactions of their own anyway: leave dunlin:unit alone out");
  }
  if (directives.batch && kind != StatementKind::ordinary)
    return before("batch", "it stands before one UPDATE or DELETE");
  if (directives.alone && !may_stand_alone(kind))
    return before("unit alone",
                  "it marks one statement that commits by itself or changes more than the database");
  if (directives.unit &&
      (is_psql_command(kind) || kind == StatementKind::commit || kind == StatementKind::rollback))
    return before("unit", "put it before the statement with which the unit begins");
  const bool verifiable =
      !is_psql_command(kind) && !is_transaction_control(kind) && kind != StatementKind::assertion;
  if (!directives.verify.empty() && !verifiable)
    return before("verify", "put it before the statement whose effect it looks at");
  return std::nullopt;
}

}  // namespace dunlin::sql
