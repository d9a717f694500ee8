#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "base/Identifier.hpp"
#include "base/Json.hpp"
#include "base/Text.hpp"
#include "trial/channels/Probes.hpp"

namespace dunlin::trial {
namespace {

using checks::State;

constexpr const char* k_no_row =
    "no row is known that may be inserted: write one, [tables.\"...\".insert] NAME = [{ allow = { ... } }]";

std::string quoted_list(const std::vector<std::string>& columns) {
  std::vector<std::string> quoted;
  for (const auto& column : columns) quoted.push_back(quote_identifier(column));
  return join(quoted, ", ");
}

// The row with other values in these columns.
RowValues with_values(RowValues row, const std::vector<std::string>& columns,
                      const std::vector<std::string>& values) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto found =
        std::find_if(row.begin(), row.end(), [&](const auto& entry) { return entry.first == columns[i]; });
    if (found == row.end()) {
      row.emplace_back(columns[i], values[i]);
    } else {
      found->second = values[i];
    }
  }
  return row;
}

Query insert_row(const TableFacts& table, const RowValues& row, const std::string& ending) {
  Query query;
  std::vector<std::string> columns, places;
  for (const auto& [column, value] : row) {
    columns.push_back(column);
    query.parameters.push_back(value);
    places.push_back(fmt::format("${}", query.parameters.size()));
  }
  query.sql = fmt::format("INSERT INTO {} ({}) VALUES ({}){}", table.quoted, quoted_list(columns),
                          join(places, ", "), ending);
  return query;
}

// The values of these columns in a hidden row that has them all.
std::optional<std::vector<std::string>> hidden_values(Prober& prober, const Vantage& vantage,
                                                      const std::vector<std::string>& columns) {
  const TableFacts& table = prober.table(vantage);
  std::vector<std::string> texts, present;
  for (const auto& column : columns) {
    texts.push_back(quote_identifier(column) + "::text");
    present.push_back(quote_identifier(column) + " IS NOT NULL");
  }
  const auto rows =
      prober.ask({fmt::format("SELECT {} FROM {} WHERE {} = ANY ($1::text[]) AND {} LIMIT 1",
                              join(texts, ", "), table.quoted, key_expression(table), join(present, " AND ")),
                  {sample_of(vantage.hidden)}});
  if (rows.rows() == 0) return std::nullopt;
  std::vector<std::string> values;
  for (int i = 0; i < rows.columns(); ++i) values.push_back(rows.string(0, i));
  return values;
}

// What isn't guessed, or says nothing, is a limit of PostgreSQL that one can live with.
State state_of(Guess guess) {
  return guess == Guess::possible ? State::critical : State::warn;
}

std::string remedy_of(Guess guess, const char* otherwise) {
  switch (guess) {
    case Guess::hopeless: return "known limit: nobody comes upon a uuid by trying";
    case Guess::counter:
      return "known limit: a sequence gives the numbers out in turn, so that one is taken says nothing of "
             "its row";
    case Guess::possible: break;
  }
  return otherwise;
}

struct Tried {
  std::vector<std::string> tells;
  bool wrote = false;
};

// The same row three ways; a row with a free key would go in.
Tried try_key(Prober& prober, const Vantage& vantage, const UniqueKey& key, const RowValues& row) {
  const TableFacts& table = prober.table(vantage);
  const std::string target = fmt::format(" ON CONFLICT ({})", quoted_list(key.columns));
  Tried tried;
  const Attempt plain = prober.attempt(vantage, {insert_row(table, row, "")});
  if (plain.sqlstate == "23505" && plain.constraint == key.index)
    tried.tells.emplace_back("INSERT is refused");
  const Attempt nothing = prober.attempt(vantage, {insert_row(table, row, target + " DO NOTHING")});
  if (nothing.done() && nothing.affected == 0)
    tried.tells.emplace_back("ON CONFLICT DO NOTHING writes nothing");
  const auto settable = table.settable.find(prober.identity(vantage).role);
  if (settable == table.settable.end()) return tried;
  const std::string column = quote_identifier(settable->second.column);
  const Attempt update = prober.attempt(
      vantage,
      {insert_row(table, row, fmt::format("{} DO UPDATE SET {} = EXCLUDED.{}", target, column, column))});
  if (update.refused_by_policy() && update.message.find("USING") != std::string::npos)
    tried.tells.emplace_back("ON CONFLICT DO UPDATE is refused by USING");
  tried.wrote = update.done() && update.affected > 0 && !tried.tells.empty();
  return tried;
}

void judge_key(Probing& probing, Prober& prober, const Vantage& vantage, const UniqueKey& key,
               const RowValues& base) {
  const auto values = hidden_values(prober, vantage, key.columns);
  if (!values) return;
  const Tried tried = try_key(prober, vantage, key, with_values(base, key.columns, *values));
  const std::string object = prober.name(vantage) + " " + key.index;
  const std::string& who = prober.identity(vantage).name;
  if (tried.wrote) {
    probing.found.push_back({State::critical, object, who + ": ON CONFLICT DO UPDATE changes a hidden row",
                             "let the UPDATE policy's USING say whose rows may be changed"});
  } else if (!tried.tells.empty()) {
    probing.found.push_back(
        {state_of(key.guess), object,
         fmt::format("{}: tells whether a hidden row has this {}: {}", who, join(key.columns, ", "),
                     join(tried.tells, ", ")),
         remedy_of(key.guess, "make the key unique within the tenant, or a uuid; or accept it by name")});
  }
}

// Keys of parents that are there and that this identity doesn't see, as JSON arrays.
std::optional<std::vector<std::string>> hidden_parent(Prober& prober, const Vantage& vantage,
                                                      const ParentKey& key) {
  std::vector<std::string> texts, present;
  for (const auto& column : key.parent_columns) {
    texts.push_back(quote_identifier(column) + "::text");
    present.push_back(quote_identifier(column) + " IS NOT NULL");
  }
  const std::string image = fmt::format("pg_catalog.json_build_array({})::text", join(texts, ", "));
  const auto rows = prober.ask({fmt::format("SELECT {} FROM {} WHERE {} ORDER BY 1 LIMIT 200", image,
                                            key.quoted_parent, join(present, " AND ")),
                                {}});
  std::vector<std::string> there;
  for (int i = 0; i < rows.rows(); ++i) there.push_back(rows.string(i, 0));
  const Attempt seen = prober.attempt(
      vantage, {{fmt::format("SELECT {0} FROM {1} WHERE {0} = ANY ($1::text[])", image, key.quoted_parent),
                 {postgres::array_literal(there)}}});
  for (const auto& parent : there) {
    if (std::find(seen.rows.begin(), seen.rows.end(), parent) != seen.rows.end()) continue;
    std::vector<std::string> values;
    const Json list = Json::parse(parent);
    for (const Json& value : *list.elements()) values.push_back(*value.string());
    return values;
  }
  return std::nullopt;
}

void judge_parent(Probing& probing, Prober& prober, const Vantage& vantage, const ParentKey& key,
                  const RowValues& base) {
  const auto values = hidden_parent(prober, vantage, key);
  if (!values) return;
  const Attempt tried = prober.attempt(
      vantage, {insert_row(prober.table(vantage), with_values(base, key.columns, *values), "")});
  if (!tried.done()) return;
  probing.found.push_back(
      {state_of(key.guess), prober.name(vantage) + " " + key.constraint,
       fmt::format("{}: a row may refer to a row of {} that is hidden; one that isn't there is refused",
                   prober.identity(vantage).name, key.parent),
       remedy_of(key.guess,
                 "let WITH CHECK ask whether the parent is one's own (EXISTS in the parent); or accept it by "
                 "name")});
}

}  // namespace

Probing probe_unique_keys(Prober& prober, const Vantage& vantage) {
  if (!prober.may(vantage, 'i')) return {};
  const RowValues base = prober.insertable(vantage);
  if (base.empty()) return {.found = {}, .untried = k_no_row};
  Probing probing;
  for (const UniqueKey& key : prober.keys(vantage).unique) judge_key(probing, prober, vantage, key, base);
  return probing;
}

Probing probe_parents(Prober& prober, const Vantage& vantage) {
  const auto& parents = prober.keys(vantage).parents;
  if (parents.empty()) return {};
  if (!prober.may(vantage, 'i')) return {};
  const RowValues base = prober.insertable(vantage);
  if (base.empty()) return {.found = {}, .untried = k_no_row};
  Probing probing;
  for (const ParentKey& key : parents) judge_parent(probing, prober, vantage, key, base);
  return probing;
}

}  // namespace dunlin::trial
