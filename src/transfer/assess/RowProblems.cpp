#include "transfer/assess/RowProblems.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

using model::MisfitPolicy;
using sqlite::Storage;

const char* word(Storage storage) {
  switch (storage) {
    case Storage::null: return "null";
    case Storage::integer: return "integer";
    case Storage::real: return "real";
    case Storage::text: return "text";
    case Storage::blob: return "blob";
  }
  return "null";
}

struct Rule {
  std::string_view begins;  ///< of the encoder's reason
  const char* rule;
  const char* hint;
};
constexpr std::array k_rules{
    Rule{"NULL in", "null-in-not-null-column",
         "give these rows a value, or leave them out: misfit = \"reject\""},
    Rule{"NUL byte", "nul-in-text",
         "PostgreSQL's text has no NUL: keep the bytes with to = \"bytea\", or misfit = \"null\" or "
         "\"reject\""},
    Rule{"text that isn't valid UTF-8", "invalid-utf8",
         "read it as Windows-1252 with misfit = \"latin1\", keep the bytes with to = \"bytea\", or misfit = "
         "\"null\" or "
         "\"reject\""},
    Rule{"row ", "row-too-large", "leave columns out (skip = true) or keep large values elsewhere"},
    Rule{"value of", "value-too-large", "leave the row out with misfit = \"reject\""}};

// "text-in-bigint-column"; the reasons that aren't about storage classes have a rule of their own.
std::string rule_of(const MisfitKind& kind, const ColumnMapping& column) {
  for (const Rule& rule : k_rules) {
    if (kind.reason.starts_with(rule.begins)) return rule.rule;
  }
  std::string type = column.type.substr(0, column.type.find('('));
  std::replace(type.begin(), type.end(), ' ', '-');
  if (kind.reason.find("where the column's type") != std::string::npos)
    return fmt::format("{}-in-{}-column", word(kind.storage), type);
  return fmt::format("not-{}", type);
}

std::string hint_of(const MisfitKind& kind, const ColumnMapping& column) {
  for (const Rule& rule : k_rules) {
    if (kind.reason.starts_with(rule.begins)) return rule.hint;
  }
  const bool number = kind.storage == Storage::integer || kind.storage == Storage::real;
  if (number && column.type.starts_with("timestamp"))
    return "say how these numbers count time: from = \"epoch_s\", \"epoch_ms\", \"epoch_us\", \"core_data\", "
           "\"webkit\" or \"julian\"";
  if (column.misfit == MisfitPolicy::text || (number && column.conversion == Conversion::bytea))
    return "misfit = \"text\" can't keep these: say misfit = \"null\" or \"reject\" for this column in "
           "[transfer] "
           "of dunlin.toml, or another type with `to`";
  return "say in [transfer] of dunlin.toml what to do: misfit = \"text\", \"null\" or \"reject\" for this "
         "column, or another type with `to`";
}

std::string_view outcome(MisfitPolicy taken) {
  switch (taken) {
    case MisfitPolicy::refuse: return "nothing is loaded until this is decided";
    case MisfitPolicy::reject: return "these rows aren't stored; they are written to the rejects";
    case MisfitPolicy::null: return "stored as NULL";
    case MisfitPolicy::text: return "stored as text";
    case MisfitPolicy::latin1: return "read as Windows-1252";
  }
  return "";
}

std::string of(const TableMapping& table, std::size_t column) {
  return table.source + "." + table.columns[column].source;
}

Problem misfit_problem(const TableMapping& table, const MisfitKind& kind, const Tally& tally) {
  const auto& column = table.columns[kind.column];
  Problem out;
  out.rule = rule_of(kind, column);
  out.weight = kind.taken == MisfitPolicy::refuse ? Weight::refused : Weight::changed;
  out.object = of(table, kind.column);
  out.message = fmt::format("{} {} ({}, declared {}): {}; {}", with_thousands(tally.count),
                            tally.count == 1 ? "value doesn't fit" : "values don't fit", column.type,
                            column.declared.empty() ? "without a type" : column.declared, kind.reason,
                            outcome(kind.taken));
  if (kind.taken == MisfitPolicy::refuse) out.hint = hint_of(kind, column);
  out.count = tally.count;
  out.keys = tally.keys;
  return out;
}

Problem respelled_problem(const TableMapping& table, std::size_t i, const Tally& tally) {
  const auto& column = table.columns[i];
  Problem out;
  out.rule = "spelling-not-kept";
  out.weight = Weight::changed;
  out.object = of(table, i);
  out.message =
      fmt::format("{} {} as {}, but the way {} written isn't kept: a way back to SQLite would spell {} anew",
                  with_thousands(tally.count), tally.count == 1 ? "value is stored" : "values are stored",
                  column.type, tally.count == 1 ? "it is" : "they are", tally.count == 1 ? "it" : "them");
  out.hint = "to keep the bytes: to = \"text\" (or \"bytea\") for this column";
  out.count = tally.count;
  out.keys = tally.keys;
  return out;
}

}  // namespace

std::vector<Problem> row_problems(const TableMapping& table, const TableTrial& trial) {
  std::vector<Problem> out;
  if (!table.columns.empty()) {
    for (const auto& [kind, tally] : trial.misfits) out.push_back(misfit_problem(table, kind, tally));
  }
  for (std::size_t i = 0; i < trial.respelled.size(); ++i) {
    if (trial.respelled[i].count > 0) out.push_back(respelled_problem(table, i, trial.respelled[i]));
  }
  return out;
}

}  // namespace dunlin::transfer
