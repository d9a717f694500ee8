#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <iterator>
#include <string>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "trial/channels/Probes.hpp"

namespace dunlin::trial {
namespace {

using checks::State;

std::vector<std::string> beyond(std::vector<std::string> rows, const std::vector<std::string>& allowed) {
  std::sort(rows.begin(), rows.end());
  std::vector<std::string> out;
  std::set_difference(rows.begin(), rows.end(), allowed.begin(), allowed.end(), std::back_inserter(out));
  return out;
}

// Fewer is no leak: COPY of a parent doesn't read its partitions.
void expect_count(Probing& probing, const Prober& prober, const Vantage& vantage, const char* how,
                  std::int64_t counted_rows) {
  if (counted_rows <= static_cast<std::int64_t>(vantage.visible.size())) return;
  probing.found.push_back(
      {State::critical, prober.name(vantage),
       fmt::format("{}: {} counts {}, SELECT shows {}", prober.identity(vantage).name, how,
                   counted(static_cast<std::size_t>(counted_rows), "row"), vantage.visible.size()),
       "see which policy or function lets it"});
}

void expect_none_beyond(Probing& probing, const Prober& prober, const Vantage& vantage,
                        const std::string& object, const char* how, const Attempt& attempt) {
  const auto extra = beyond(attempt.rows, vantage.visible);
  if (extra.empty()) return;
  probing.found.push_back(
      {State::critical, object,
       fmt::format("{}: {} shows {} that SELECT hides, such as {}", prober.identity(vantage).name, how,
                   counted(extra.size(), "row"), extra.front()),
       "see which policy or function lets it"});
}

// True for every row, and fails on the one that `condition` is true for: whoever meets it is told.
std::string failing_on(const std::string& condition) {
  return fmt::format("1 / (CASE WHEN {} THEN 0 ELSE 1 END) = 1", condition);
}

bool met(const Attempt& attempt) {
  return attempt.sqlstate == "22012";  // division by zero
}

bool has_all(const std::vector<std::string>& names, const std::vector<std::string>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  });
}

// What tells a hidden row apart in a view that shows some of its columns under their own names.
struct ShownRow {
  std::string condition;  // "a::text = $1 AND b::text = $2"; "" when the view shows none
  postgres::Parameters values;
};

ShownRow shown_hidden_row(Prober& prober, const Vantage& vantage, const DependentView& view) {
  const TableFacts& table = prober.table(vantage);
  std::vector<std::string> shared, texts;
  for (const auto& column : prober.keys(vantage).insertable)
    if (has_all(view.columns, {column})) {
      shared.push_back(quote_identifier(column));
      texts.push_back(shared.back() + "::text");
    }
  ShownRow row;
  if (shared.empty()) return row;
  const auto values = prober.ask({fmt::format("SELECT {} FROM {} WHERE {} = ANY ($1::text[]) LIMIT 1",
                                              join(texts, ", "), table.quoted, key_expression(table)),
                                  {sample_of(vantage.hidden)}});
  for (int i = 0; values.rows() > 0 && i < values.columns(); ++i) {
    if (values.is_null(0, i)) continue;
    row.values.emplace_back(values.string(0, i));
    row.condition += fmt::format("{}{} = ${}", row.condition.empty() ? "" : " AND ",
                                 texts[static_cast<std::size_t>(i)], row.values.size());
  }
  return row;
}

void try_views_filter(Probing& probing, Prober& prober, const Vantage& vantage, const DependentView& view) {
  const ShownRow row = shown_hidden_row(prober, vantage, view);
  if (row.condition.empty()) return;
  const auto count = [&](const std::string& condition) {
    return prober.attempt(
        vantage, {{fmt::format("SELECT count(*) FROM {} WHERE {}", view.quoted, condition), row.values}});
  };
  const Attempt returned = count(row.condition);
  if (returned.rows != std::vector<std::string>{"0"} || !met(count(failing_on(row.condition)))) return;
  probing.found.push_back(
      {State::critical, view.name,
       fmt::format("{}: a condition of the caller meets rows before the view has filtered them, and can tell "
                   "of them by failing",
                   prober.identity(vantage).name),
       fmt::format("ALTER VIEW {} SET (security_barrier = true, security_invoker = true);", view.quoted)});
}

void look_through_view(Probing& probing, Prober& prober, const Vantage& vantage, const DependentView& view) {
  const TableFacts& table = prober.table(vantage);
  if (view.of_this_table_alone && has_all(view.columns, table.key))
    expect_none_beyond(
        probing, prober, vantage, view.name, "the view",
        prober.attempt(vantage,
                       {{fmt::format("SELECT {} FROM {}", key_expression(table), view.quoted), {}}}));
  try_views_filter(probing, prober, vantage, view);
}

}  // namespace

Probing probe_reading(Prober& prober, const Vantage& vantage) {
  Probing probing;
  const TableFacts& table = prober.table(vantage);
  Attempt read = prober.attempt(
      vantage,
      {{fmt::format(
            "SELECT count(*)::text FROM {1} UNION ALL (SELECT {0} FROM {1} WHERE {0} = ANY ($1::text[]))",
            key_expression(table), table.quoted),
        {sample_of(vantage.hidden)}}});
  if (!read.rows.empty()) {
    expect_count(probing, prober, vantage, "count(*)", std::stoll(read.rows.front()));
    read.rows.erase(read.rows.begin());
    expect_none_beyond(probing, prober, vantage, prober.name(vantage), "a lookup by key", read);
  }
  const Attempt copied =
      prober.attempt_copy(vantage, fmt::format("COPY {} TO STDOUT (FORMAT binary)", table.quoted));
  if (copied.done()) expect_count(probing, prober, vantage, "COPY", copied.affected);
  expect_none_beyond(
      probing, prober, vantage, prober.name(vantage), "row_security = off",
      prober.attempt(vantage, {{"SET LOCAL row_security = off", {}},
                               {fmt::format("SELECT {} FROM {}", key_expression(table), table.quoted), {}}}));
  return probing;
}

namespace {

// A column of the key is set to what it is: with another value it would be returned as another row.
Query update_returning(const TableFacts& table, const Settable& settable) {
  const std::string column = quote_identifier(settable.column);
  const bool in_key = std::find(table.key.begin(), table.key.end(), settable.column) != table.key.end();
  Query query{.sql = fmt::format("UPDATE {} SET {} = {} RETURNING {}", table.quoted, column,
                                 in_key ? column : "$1", key_expression(table))};
  if (!in_key) query.parameters.push_back(settable.value);
  return query;
}

}  // namespace

Probing probe_returning(Prober& prober, const Vantage& vantage) {
  Probing probing;
  const TableFacts& table = prober.table(vantage);
  const auto settable = table.settable.find(prober.identity(vantage).role);
  if (settable != table.settable.end())
    expect_none_beyond(probing, prober, vantage, prober.name(vantage), "UPDATE ... RETURNING",
                       prober.attempt(vantage, {update_returning(table, settable->second)}));
  expect_none_beyond(
      probing, prober, vantage, prober.name(vantage), "DELETE ... RETURNING",
      prober.attempt_without_triggers(
          vantage, {fmt::format("DELETE FROM {} RETURNING {}", table.quoted, key_expression(table)), {}}));
  return probing;
}

Probing probe_views(Prober& prober, const Vantage& vantage) {
  Probing probing;
  const auto& views = prober.keys(vantage).views;
  for (const DependentView& view : views) look_through_view(probing, prober, vantage, view);
  return probing;
}

Probing probe_conditions(Prober& prober, const Vantage& vantage) {
  Probing probing;
  const TableFacts& table = prober.table(vantage);
  const std::string where = " WHERE " + failing_on(key_expression(table) + " = ANY ($1::text[])");
  std::vector<std::string> commands{fmt::format("SELECT count(*) FROM {}", table.quoted) + where,
                                    fmt::format("DELETE FROM {}", table.quoted) + where};
  const auto settable = table.settable.find(prober.identity(vantage).role);
  if (settable != table.settable.end())
    commands.push_back(
        fmt::format("UPDATE {0} SET {1} = {1}", table.quoted, quote_identifier(settable->second.column)) +
        where);
  for (const std::string& command : commands) {
    if (!met(prober.attempt(vantage, {{command, {sample_of(vantage.hidden)}}}))) continue;
    probing.found.push_back(
        {State::critical, prober.name(vantage),
         fmt::format("{}: the condition of {} meets hidden rows, and can tell of them by failing",
                     prober.identity(vantage).name, command.substr(0, 6)),
         "take LEAKPROOF from functions that aren't"});
  }
  return probing;
}

}  // namespace dunlin::trial
