#include "trial/rls/RunCells.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <utility>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "trial/rls/Probe.hpp"

namespace dunlin::trial {
namespace {

using postgres::Pipeline;
using postgres::Sql;

// On their way before the first answer is read.
constexpr std::size_t k_batch = 64;

std::vector<std::string> sorted_keys(const postgres::Result& rows) {
  std::vector<std::string> keys;
  keys.reserve(static_cast<std::size_t>(rows.rows()));
  for (int i = 0; i < rows.rows(); ++i) keys.push_back(rows.string(i, 0));
  std::sort(keys.begin(), keys.end());
  return keys;
}

bool writes(const Cell& cell) {
  return cell.command == Command::update || cell.command == Command::remove;
}

bool turns_triggers_off(const Subject& subject, const Cell& cell) {
  return subject.triggers_off_for_delete && cell.command == Command::remove;
}

void send(Pipeline& pipeline, const Subject& subject, const Cell& cell) {
  const Identity& identity = subject.expectations.identities[cell.identity];
  const TableFacts& table = subject.tables[cell.table];
  if (turns_triggers_off(subject, cell)) pipeline.send("SET LOCAL session_replication_role = replica");
  const Query who = become(identity);
  pipeline.send(Sql::trusted(who.sql), who.parameters);
  const Query what = probe(cell, identity, table);
  pipeline.send(Sql::trusted(what.sql), what.parameters);
  if (writes(cell)) {
    pipeline.send("SELECT pg_catalog.set_config('role', 'none', true)");
    pipeline.send(Sql::trusted(keys_after(cell, identity, table)));
  }
  pipeline.sync();
  pipeline.send("ROLLBACK TO SAVEPOINT dunlin_cell");
}

Observed refusal(const postgres::SqlError& error) {
  if (error.ends_the_work()) throw error;
  Observed observed{.kind = error.sqlstate() == "42501" ? Observed::Kind::denied : Observed::Kind::error,
                    .message = error.message(),
                    .sqlstate = error.sqlstate()};
  observed.by_policy = error.message().find("row-level security") != std::string::npos;
  return observed;
}

/// The rows of a table before anything was tried.
struct Before {
  std::vector<std::string> keys;              ///< sorted
  std::map<std::string, std::string> places;  ///< where each is stored, and its key
};

// The keys that rows had which were written since: a version of a row keeps its place.
std::vector<std::string> moved_keys(const postgres::Result& after, const Before& before) {
  std::map<std::string, std::string> left = before.places;
  for (int i = 0; i < after.rows(); ++i) left.erase(after.string(i, 0));
  std::vector<std::string> keys;
  for (auto& [place, key] : left) keys.push_back(std::move(key));
  std::sort(keys.begin(), keys.end());
  return keys;
}

// The rows that a command wrote: for DELETE those that were there before and aren't left.
std::vector<std::string> written_keys(const Subject& subject, const Cell& cell, const Observed& observed,
                                      const postgres::Result& after, const Before& before) {
  if (cell.command == Command::update && observed.affected == 0) return {};
  if (changes_key(cell, subject.expectations.identities[cell.identity], subject.tables[cell.table]))
    return moved_keys(after, before);
  std::vector<std::string> keys = sorted_keys(after);
  if (cell.command == Command::update) return keys;
  std::vector<std::string> gone;
  std::set_difference(before.keys.begin(), before.keys.end(), keys.begin(), keys.end(),
                      std::back_inserter(gone));
  return gone;
}

Observed receive(Pipeline& pipeline, const Subject& subject, const Cell& cell, const Before& before) {
  std::optional<postgres::SqlError> error;
  const auto take = [&] {
    auto answer = pipeline.next();
    if (answer.error && !error) error = answer.error;
    return answer;
  };
  if (turns_triggers_off(subject, cell)) take();
  take();  // become
  const auto probed = take();
  Observed observed;
  if (!error && cell.command == Command::select) observed.keys = sorted_keys(probed.result);
  if (!error) observed.affected = probed.result.affected();
  if (writes(cell)) {
    take();  // the session's role again
    const auto after = take();
    if (!error) observed.keys = written_keys(subject, cell, observed, after.result, before);
  }
  pipeline.next();  // sync
  const auto undone = pipeline.next();
  if (undone.error) throw *undone.error;
  return error ? refusal(*error) : observed;
}

// The rows of the tables that something is deleted from, or given another key.
std::map<std::size_t, Before> rows_before(postgres::Connection& connection, const Subject& subject,
                                          const std::vector<Cell>& cells) {
  std::map<std::size_t, Before> before;
  for (const Cell& cell : cells) {
    const TableFacts& table = subject.tables[cell.table];
    if (cell.command == Command::remove && before[cell.table].keys.empty())
      before[cell.table].keys = sorted_keys(connection.exec(Sql::trusted(keys_where(table, "true"))));
    if (!table.is_table || !changes_key(cell, subject.expectations.identities[cell.identity], table) ||
        !before[cell.table].places.empty())
      continue;
    const auto rows = connection.exec(Sql::trusted(places(table)));
    for (int i = 0; i < rows.rows(); ++i)
      before[cell.table].places.emplace(rows.string(i, 0), rows.string(i, 1));
  }
  return before;
}

Error predicate_error(const postgres::SqlError& error, const Subject& subject, const Cell& cell) {
  Error out = usage_error(fmt::format("{}: the condition isn't understood: {}",
                                      printable(label(cell, subject.expectations)), error.message()),
                          fmt::format("correct `{}`; nothing was run", printable(cell.expected.predicate)));
  out.set_fact("sqlstate", error.sqlstate());
  return out;
}

}  // namespace

std::vector<std::vector<std::string>> ask_oracle(postgres::Connection& connection, const Subject& subject,
                                                 const std::vector<Cell>& cells) {
  std::map<std::pair<std::size_t, std::string>, std::vector<std::string>> known;
  std::vector<std::vector<std::string>> oracle;
  for (const Cell& cell : cells) {
    if (cell.expected.kind != Expected::Kind::rows) {
      oracle.emplace_back();
      continue;
    }
    const auto [entry, fresh] = known.try_emplace({cell.table, cell.expected.predicate});
    if (fresh) {
      try {
        entry->second = sorted_keys(
            connection.exec(Sql::trusted(keys_where(subject.tables[cell.table], cell.expected.predicate))));
      } catch (const postgres::SqlError& error) {
        if (error.ends_the_work()) throw;
        throw predicate_error(error, subject, cell);
      }
    }
    oracle.push_back(entry->second);
  }
  return oracle;
}

std::vector<Observed> run_cells(postgres::Connection& connection, const Subject& subject,
                                const std::vector<Cell>& cells) {
  const auto before = rows_before(connection, subject, cells);
  const Before none;
  std::vector<Observed> observed;
  connection.exec("SAVEPOINT dunlin_cell");
  {
    Pipeline pipeline(connection);
    for (std::size_t begin = 0; begin < cells.size(); begin += k_batch) {
      const std::size_t end = std::min(cells.size(), begin + k_batch);
      for (std::size_t i = begin; i < end; ++i) send(pipeline, subject, cells[i]);
      pipeline.sync();
      for (std::size_t i = begin; i < end; ++i) {
        const auto rows = before.find(cells[i].table);
        observed.push_back(receive(pipeline, subject, cells[i], rows == before.end() ? none : rows->second));
      }
      pipeline.next();  // sync
    }
  }
  connection.exec("RELEASE SAVEPOINT dunlin_cell");
  return observed;
}

bool may_turn_triggers_off(postgres::Connection& connection) {
  if (connection.server_version() >= 150000)
    return connection.exec("SELECT has_parameter_privilege('session_replication_role', 'SET')").boolean(0, 0);
  return connection.exec("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").boolean(0, 0);
}

}  // namespace dunlin::trial
