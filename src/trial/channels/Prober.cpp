#include "trial/channels/Prober.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Copy.hpp"

namespace dunlin::trial {
namespace {

using postgres::Sql;

constexpr std::size_t k_sample = 100;
// Shorter ones are in messages by chance.
constexpr std::size_t k_telling_length = 6;

Attempt failed_attempt(const postgres::SqlError& error) {
  if (error.ends_the_work()) throw error;
  return {.sqlstate = error.sqlstate(),
          .message = error.message(),
          .detail = std::string(error.fact("detail")),
          .constraint = std::string(error.fact("constraint"))};
}

void note_error(Attempt& attempt, const postgres::Pipeline::Answer& answer) {
  if (answer.error && attempt.done()) attempt = failed_attempt(*answer.error);
}

void take_rows(Attempt& attempt, const postgres::Result& result) {
  attempt.affected = result.affected();
  for (int i = 0; result.columns() > 0 && i < result.rows(); ++i) attempt.rows.push_back(result.string(i, 0));
}

bool supplied(const std::vector<Query>& statements, const std::string& value) {
  return std::any_of(statements.begin(), statements.end(), [&](const Query& query) {
    return query.sql.find(value) != std::string::npos ||
           std::any_of(query.parameters.begin(), query.parameters.end(), [&](const auto& parameter) {
             return parameter && parameter->find(value) != std::string::npos;
           });
  });
}

}  // namespace

std::string sample_of(const std::vector<std::string>& keys) {
  return postgres::array_literal(
      {keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(std::min(keys.size(), k_sample))});
}

std::string Prober::name(const Vantage& vantage) const {
  return table(vantage).schema + "." + table(vantage).name;
}

bool Prober::may(const Vantage& vantage, char privilege) const {
  const auto& privileges = table(vantage).privileges;
  const auto found = privileges.find(identity(vantage).role);
  return found != privileges.end() && found->second.find(privilege) != std::string::npos;
}

const TableKeys& Prober::keys(const Vantage& vantage) {
  const auto known = keys_.find(vantage.table);
  if (known != keys_.end()) return known->second;
  return keys_.emplace(vantage.table, read_table_keys(connection_, table(vantage).quoted)).first->second;
}

RowValues Prober::insertable(const Vantage& vantage) const {
  for (const Expectation& one : subject_.expectations.tables[vantage.table].expectations)
    if (one.command == Command::insert && one.identity == identity(vantage).name &&
        one.expected.kind == Expected::Kind::allowed)
      return one.values;
  return {};
}

void Prober::become_identity(const Vantage& vantage) {
  const Query who = become(identity(vantage));
  connection_.exec(Sql::trusted(who.sql), who.parameters);
}

Attempt Prober::attempt(const Vantage& vantage, const std::vector<Query>& statements) {
  return run(vantage, statements, true);
}

Attempt Prober::attempt_without_triggers(const Vantage& vantage, const Query& statement) {
  return run(vantage, {statement}, !subject_.triggers_off_for_delete);
}

// One round trip: what fails skips the rest up to the sync, and is undone.
Attempt Prober::run(const Vantage& vantage, const std::vector<Query>& statements, bool triggers) {
  Attempt attempt;
  {
    postgres::Pipeline pipeline(connection_);
    pipeline.send("SAVEPOINT dunlin_channel");
    if (!triggers) pipeline.send("SET LOCAL session_replication_role = replica");
    const Query who = become(identity(vantage));
    pipeline.send(Sql::trusted(who.sql), who.parameters);
    for (const Query& query : statements) pipeline.send(Sql::trusted(query.sql), query.parameters);
    pipeline.sync();
    pipeline.send("ROLLBACK TO SAVEPOINT dunlin_channel");
    pipeline.send("RELEASE SAVEPOINT dunlin_channel");
    pipeline.sync();
    for (std::size_t before = triggers ? 2 : 3; before > 0; --before) note_error(attempt, pipeline.next());
    for (std::size_t i = 0; i < statements.size(); ++i) {
      auto answer = pipeline.next();
      if (i + 1 == statements.size() && !answer.error && !answer.skipped) take_rows(attempt, answer.result);
      note_error(attempt, answer);
    }
    while (pipeline.in_flight() > 0)
      if (const auto answer = pipeline.next(); answer.error) throw *answer.error;
  }
  if (!attempt.done()) watch(vantage, attempt, statements);
  return attempt;
}

Attempt Prober::attempt_copy(const Vantage& vantage, const std::string& sql) {
  Attempt attempt;
  connection_.exec("SAVEPOINT dunlin_channel");
  try {
    become_identity(vantage);
    postgres::BinaryRows rows(connection_, Sql::trusted(sql));
    while (rows.next()) ++attempt.affected;
  } catch (const postgres::SqlError& error) {
    attempt = failed_attempt(error);
  }
  connection_.exec_together({"ROLLBACK TO SAVEPOINT dunlin_channel", "RELEASE SAVEPOINT dunlin_channel"});
  return attempt;
}

postgres::Result Prober::ask(const Query& query) {
  return connection_.exec(Sql::trusted(query.sql), query.parameters);
}

// Values of one hidden row that can't be in a message by chance.
const std::vector<std::string>& Prober::canaries(const Vantage& vantage) {
  const auto [entry, fresh] = canaries_.try_emplace({vantage.table, vantage.identity});
  if (!fresh) return entry->second;
  const TableFacts& facts = table(vantage);
  const auto values =
      ask({fmt::format("SELECT DISTINCT e.value FROM (SELECT to_jsonb(t) AS image FROM {} t WHERE {} = ANY "
                       "($1::text[]) LIMIT 5) AS r CROSS JOIN LATERAL jsonb_each_text(r.image) AS e "
                       "WHERE length(e.value) BETWEEN {} AND 200",
                       facts.quoted, key_expression(facts), k_telling_length),
           {sample_of(vantage.hidden)}});
  for (int i = 0; i < values.rows(); ++i) entry->second.push_back(values.string(i, 0));
  return entry->second;
}

void Prober::watch(const Vantage& vantage, const Attempt& attempt, const std::vector<Query>& statements) {
  if (attempt.sqlstate == "42501" && attempt.detail.empty()) return;  // the server's own words
  const std::string said = attempt.message + "\n" + attempt.detail;
  for (const std::string& value : canaries(vantage)) {
    if (said.find(value) == std::string::npos || supplied(statements, value)) continue;
    const std::string& who = identity(vantage).name;
    shown_.push_back({who,
                      {checks::State::critical, name(vantage),
                       fmt::format("{}: a message of the server shows a value of a hidden row (SQLSTATE {})",
                                   who, attempt.sqlstate),
                       "find what raises it (a trigger, a CHECK, a function) and have it name no values"}});
    return;
  }
}

}  // namespace dunlin::trial
