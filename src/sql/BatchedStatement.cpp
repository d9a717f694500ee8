#include "sql/BatchedStatement.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "sql/TokenStream.hpp"

namespace dunlin::sql {
namespace {

// WHERE, FROM and RETURNING are reserved (PostgreSQL docs, appendix C): outside of parentheses they can only
// be the clause, but behind a dot (t.where), and FROM in IS DISTINCT FROM. So the clauses are found without a
// grammar, which would be that of one server version.
class Reader {
 public:
  explicit Reader(std::string_view text) : tokens_(text) {}

  BatchedStatement read() {
    const bool update = tokens_.accept("update");
    if (!update && !(tokens_.at("delete") && tokens_.accept_words("delete", "from"))) throw refuse_kind();
    read_target(update);
    if (update) read_assignments();
    read_clauses();
    return std::move(found_);
  }

 private:
  Error refuse_kind() const {
    if (tokens_.at("with")) {
      return usage_error("dunlin:batch: a statement that begins with WITH can't run in batches",
                         "put the query into FROM, USING or WHERE");
    }
    return usage_error("dunlin:batch stands before one UPDATE or DELETE",
                       "other statements can't be told which part of a table to work on");
  }

  void read_target(bool update) {
    found_.only = tokens_.accept("only");
    const bool parenthesis = found_.only && tokens_.accept('(');
    const auto name = tokens_.accept_name();
    if (!name) throw usage_error("dunlin:batch: the statement's table can't be read");
    if (parenthesis) tokens_.accept(')');
    found_.table = *name;
    found_.alias = name->name;
    tokens_.accept('*');
    const bool as = tokens_.accept("as");
    const bool clause =
        update ? tokens_.at("set")
               : tokens_.at("using") || tokens_.at("where") || tokens_.at("returning") || tokens_.at_end();
    if (!as && clause) return;
    if (const auto alias = tokens_.accept_name()) found_.alias = alias->name;
  }

  // SET a = 1, (b, c) = (2, 3), d[1] = 4: what stands at the beginning and behind each comma outside of
  // parentheses.
  void read_assignments() {
    if (!tokens_.accept("set")) throw usage_error("dunlin:batch: the UPDATE has no SET where it is expected");
    add_assigned();
    while (!tokens_.at_end() && !at_clause()) {
      const bool next = depth_ == 0 && tokens_.at(',');
      step();
      if (next) add_assigned();
    }
  }

  void add_assigned() {
    const bool several = tokens_.at('(');
    if (several) step();
    do {
      if (const auto name = tokens_.accept_name())
        found_.assigned.push_back(name->schema.empty() ? name->name : name->schema);  // column.field
    } while (several && tokens_.accept(','));
  }

  void read_clauses() {
    for (; !tokens_.at_end(); step()) {
      if (!at_clause()) continue;
      if (tokens_.at("returning")) {
        throw usage_error("dunlin:batch: RETURNING has nowhere to go when a statement runs in batches",
                          "leave it out");
      }
      if (!tokens_.at("where") || found_.where != 0) continue;
      found_.where = tokens_.current().end();
      TokenStream behind = tokens_;
      behind.advance();
      if (behind.accept_words("current", "of"))
        throw usage_error("dunlin:batch: WHERE CURRENT OF works on one row");
    }
  }

  bool at_clause() const {
    if (depth_ > 0 || behind_dot_) return false;
    return tokens_.at("where") || tokens_.at("returning") || (tokens_.at("from") && !behind_distinct_);
  }

  void step() {
    if (tokens_.at('(') || tokens_.at('[')) ++depth_;
    if ((tokens_.at(')') || tokens_.at(']')) && depth_ > 0) --depth_;
    behind_dot_ = tokens_.at('.');
    behind_distinct_ = tokens_.at("distinct");
    tokens_.advance();
  }

  TokenStream tokens_;
  BatchedStatement found_;
  std::size_t depth_ = 0;
  bool behind_dot_ = false;
  bool behind_distinct_ = false;
};

std::string row(const std::vector<std::string>& parts) {
  return parts.size() == 1 ? parts.front() : fmt::format("ROW({})", join(parts, ", "));
}

// $first::type, ... for each column.
std::string bound(const std::vector<KeyColumn>& key, std::size_t first) {
  std::vector<std::string> parts;
  for (const auto& column : key) parts.push_back(fmt::format("${}::{}", first++, column.type));
  return row(parts);
}

}  // namespace

BatchedStatement read_batched_statement(std::string_view statement) {
  return Reader(statement).read();
}

void require_batchable(const BatchDirective& batch, const BatchedStatement& statement) {
  const bool same = batch.table.name == statement.table.name &&
                    (batch.table.schema.empty() || statement.table.schema.empty() ||
                     batch.table.schema == statement.table.schema);
  if (!same) {
    throw usage_error(fmt::format("dunlin:batch: table={} isn't the table of the statement ({})",
                                  printable(batch.table.name), printable(statement.table.name)),
                      "name the table whose rows the statement changes");
  }
  for (const auto& column : batch.key) {
    if (std::find(statement.assigned.begin(), statement.assigned.end(), column) == statement.assigned.end())
      continue;
    throw usage_error(
        fmt::format("dunlin:batch: the statement changes column {} of the key", printable(column)),
        "rows would move from one batch to another: use another unique key, or run it without batches");
  }
}

std::string key_range(std::string_view alias, const std::vector<KeyColumn>& key, bool lower) {
  std::vector<std::string> columns;
  for (const auto& column : key) {
    columns.push_back(alias.empty() ? quote_identifier(column.name)
                                    : quote_identifier(alias) + "." + quote_identifier(column.name));
  }
  std::string condition;
  if (lower) condition = fmt::format("{} OPERATOR(pg_catalog.>) {} AND ", row(columns), bound(key, 1));
  return condition +
         fmt::format("{} OPERATOR(pg_catalog.<=) {}", row(columns), bound(key, lower ? key.size() + 1 : 1));
}

std::string with_condition(std::string_view text, const BatchedStatement& statement,
                           std::string_view condition) {
  if (statement.where == 0) return fmt::format("{}\nWHERE {}", text, condition);
  const std::string_view before = text.substr(0, statement.where);
  std::string_view own = text.substr(statement.where);
  if (!own.empty() && trim(own.substr(0, 1)).empty()) own.remove_prefix(1);
  return fmt::format("{}({}\n) AND {}", before, own, condition);
}

}  // namespace dunlin::sql
