#include "packs/Trial.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "packs/Dependents.hpp"
#include "packs/MadeObject.hpp"
#include "postgres/Transaction.hpp"
#include "sql/Grammar.hpp"
#include "sql/Split.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::packs {
namespace {

using postgres::Connection;
using postgres::Sql;
using postgres::SqlError;

struct ParsedStatement {
  std::string text;
  model::Command command;
};

// Without what can't run in a transaction: it can't be tried.
std::vector<ParsedStatement> parse(const std::string& sql) {
  std::vector<ParsedStatement> statements;
  for (const auto& statement : sql::split({sql, "the pack", 1, ""})) {
    const bool runs = !model::runs_alone(statement.kind) && statement.kind != model::StatementKind::begin &&
                      statement.kind != model::StatementKind::commit;
    if (runs) statements.push_back({sql.substr(statement.offset, statement.length), {}});
  }
  sql::on_large_stack([&] {
    for (auto& statement : statements) statement.command = sql::parse_command(statement.text);
  });
  return statements;
}

void begin_trial(Connection& connection) {
  connection.exec("SET LOCAL lock_timeout = '2s'");
  connection.exec("SET LOCAL statement_timeout = '60s'");
}

// Runs one statement within a savepoint; its error leaves the transaction as it was before. Ctrl-C says
// nothing about the statement, and ends the trial.
std::optional<SqlError> attempt(Connection& connection, const std::string& sql) {
  connection.exec("SAVEPOINT dunlin_trial");
  try {
    connection.exec(Sql::trusted(sql));
    connection.exec("RELEASE SAVEPOINT dunlin_trial");
    return std::nullopt;
  } catch (const SqlError& error) {
    if (connection.broken() || error.code() == ErrorCode::interrupted) throw;
    connection.exec("ROLLBACK TO SAVEPOINT dunlin_trial");
    connection.exec("RELEASE SAVEPOINT dunlin_trial");
    return error;
  }
}

// Something of that name is there: table, object, function, column, or a function with another result.
bool is_in_the_way(const SqlError& error) {
  const std::set<std::string> states{"42P07", "42710", "42723", "42701", "42P13", "42P16"};
  return states.contains(error.sqlstate());
}

/// One trial of a pack's up script, or of an update, which may replace what is there.
class Upward {
 public:
  Upward(Connection& connection, bool may_replace) : connection_(connection), may_replace_(may_replace) {}

  // false: the trial can't go on
  bool run(const ParsedStatement& statement) {
    const auto made = made_by(statement.command);
    std::vector<std::optional<std::string>> there;
    there.reserve(made.size());
    for (const MadeObject& object : made)
      there.push_back(made_here_.contains(object.name) ? std::nullopt : definition_of(connection_, object));
    auto error = attempt(connection_, statement.text);
    const bool content =
        std::any_of(made.begin(), made.end(), [](const auto& object) { return object.tolerant; });
    const bool occupied =
        std::any_of(there.begin(), there.end(), [](const auto& text) { return text.has_value(); });
    const bool in_the_way = error && is_in_the_way(*error);
    if (occupied && (in_the_way || (!error && content))) {
      for (std::size_t i = 0; i < made.size(); ++i)
        if (there[i]) drop_cascade(connection_, made[i]);
      error = attempt(connection_, statement.text);
    }
    if (error) return fail(statement, *error);
    for (std::size_t i = 0; i < made.size(); ++i) compare(made[i], there[i], in_the_way);
    return true;
  }

  UpTrial finish() { return std::move(trial_); }

 private:
  bool fail(const ParsedStatement& statement, const SqlError& error) {
    trial_.failure = error.message();
    trial_.sqlstate = error.sqlstate();
    trial_.detail = error.fact("detail");
    trial_.hint = error.fact("server_hint");
    trial_.statement = sql::one_line(statement.text, 200);
    trial_.waited = error.is_lock_timeout();
    return false;
  }

  void compare(const MadeObject& object, const std::optional<std::string>& there, bool in_the_way) {
    made_here_.insert(object.name);
    if (!there || (may_replace_ && !in_the_way && !object.tolerant)) return;
    const auto ours = definition_of(connection_, object);
    if (in_the_way || ours != there) trial_.collisions.push_back({object.name, *there, ours.value_or("")});
  }

  Connection& connection_;
  bool may_replace_;
  std::set<std::string> made_here_;
  UpTrial trial_;
};

UpTrial try_upward(Connection& connection, const std::string& sql, bool may_replace) {
  const auto statements = parse(sql);
  const postgres::Transaction rolled_back(connection);
  begin_trial(connection);
  Upward trial(connection, may_replace);
  for (const ParsedStatement& statement : statements)
    if (!trial.run(statement)) break;
  return trial.finish();
}

// "view v depends on table t", a line each. Behind a hundred of them the server says how many more there are.
std::vector<std::string> named_in(const SqlError& error) {
  std::vector<std::string> lines;
  const std::string detail(error.fact("detail"));
  for (const std::string_view line : split_lines(detail)) lines.emplace_back(trim(line));
  if (lines.size() > 100) lines.pop_back();
  return lines;
}

void add_uses(const std::vector<std::string>& lines, std::vector<Use>& uses) {
  for (const std::string& line : lines)
    if (std::find(uses.begin(), uses.end(), Use{line}) == uses.end()) uses.push_back({line});
}

void add_filled_tables(Connection& connection, const model::Command& command,
                       std::vector<std::string>& tables) {
  const auto* drop = std::get_if<model::Drop>(&command);
  if (drop == nullptr || drop->kind != model::ObjectKind::table) return;
  for (const auto& object : drop->objects) {
    const std::string name = object.name.schema.empty()
                                 ? quote_identifier(object.name.name)
                                 : quote_identifier(object.name.schema, object.name.name);
    if (connection.exec("SELECT to_regclass($1)", {name}).is_null(0, 0)) continue;
    if (connection.exec(Sql::trusted(fmt::format("SELECT EXISTS (SELECT FROM {})", name))).boolean(0, 0))
      tables.push_back(model::to_string(object.name));
  }
}

// The statement with what depends on its object, so that the rest of the script can be tried too.
std::string cascading(const std::string& text) {
  const std::string lower = to_lower(text);
  const auto end =
      lower.ends_with("restrict") ? text.size() - std::string_view("restrict").size() : text.size();
  return text.substr(0, end) + " CASCADE";
}

// Runs a statement of the script, and what stands in its way out of it.
std::optional<SqlError> attempt_freed(Connection& connection, const ParsedStatement& statement,
                                      std::vector<Use>& uses) {
  constexpr std::string_view k_still_used = "2BP01";  // dependent_objects_still_exist
  auto error = attempt(connection, statement.text);
  while (error && error->sqlstate() == k_still_used) {
    const auto lines = named_in(*error);
    add_uses(lines, uses);
    bool freed = false;
    for (const std::string& drop : drops_of_dependents(connection, lines))
      if (!attempt(connection, drop)) freed = true;
    if (!freed) break;
    error = attempt(connection, statement.text);
  }
  if (!error || error->sqlstate() != k_still_used) return error;
  if (!std::holds_alternative<model::Drop>(statement.command)) return std::nullopt;  // it is named
  return attempt(connection, cascading(statement.text));
}

}  // namespace

UpTrial try_up(Connection& connection, const std::string& sql) {
  return try_upward(connection, sql, false);
}

UpTrial try_update(Connection& connection, const std::string& sql) {
  return try_upward(connection, sql, true);
}

DownTrial try_down(Connection& connection, const std::string& sql) {
  const auto statements = parse(sql);
  const postgres::Transaction rolled_back(connection);
  begin_trial(connection);
  DownTrial trial;
  for (const ParsedStatement& statement : statements) {
    add_filled_tables(connection, statement.command, trial.filled_tables);
    const auto error = attempt_freed(connection, statement, trial.uses);
    if (!error) continue;
    trial.failure = error->message();
    trial.statement = sql::one_line(statement.text, 200);
    trial.waited = error->is_lock_timeout();
    break;
  }
  return trial;
}

}  // namespace dunlin::packs
