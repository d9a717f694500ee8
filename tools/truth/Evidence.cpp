#include "Evidence.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::truth {
namespace {

using model::Cost;

constexpr std::int64_t k_rows_of_a_table = 100;  // see fixtures.sql

// Whether the statement reads tables because its author asked for their rows, as SELECT does.
bool is_query(std::string_view statement) {
  constexpr std::array<std::string_view, 7> k_verbs{"SELECT", "INSERT", "UPDATE", "DELETE",
                                                    "MERGE",  "COPY",   "WITH"};
  return std::any_of(k_verbs.begin(), k_verbs.end(),
                     [&](auto verb) { return statement.starts_with(verb); }) ||
         statement.find(" AS SELECT") != std::string_view::npos;
}

bool is_table(const Relation& relation) {
  return relation.kind == 'r' || relation.kind == 'm';
}

void raise(std::map<std::string, Cost>& costs, const std::string& role, Cost cost) {
  auto [entry, is_new] = costs.emplace(role, cost);
  if (!is_new) entry->second = std::max(entry->second, cost);
}

// A table with rows whose file is another than before was written anew. TRUNCATE leaves an empty one.
void find_rewrites(const Evidence& evidence, Outcome& outcome) {
  for (const auto& [oid, relation] : evidence.before) {
    const auto now = evidence.after.find(oid);
    if (now == evidence.after.end() || !is_table(relation)) continue;
    if (now->second.file != relation.file && now->second.has_storage)
      raise(outcome.costs, role_of(evidence.before, oid), Cost::rewrite);
  }
}

// An index of a table with rows whose file no index had before was built. ALTER COLUMN TYPE may make a new
// index (another oid) that takes over the file of the old one: that costs nothing.
void find_index_builds(const Evidence& evidence, Outcome& outcome) {
  std::set<std::string> known_files;
  for (const auto& [oid, relation] : evidence.before) known_files.insert(relation.file);
  for (const auto& [oid, relation] : evidence.after) {
    const auto table = evidence.after.find(relation.table);
    if (relation.kind != 'i' || known_files.contains(relation.file)) continue;
    if (table == evidence.after.end() || !table->second.has_storage) continue;
    if (!evidence.before.contains(relation.table)) continue;
    raise(outcome.costs, role_of(evidence.before, relation.table), Cost::index_build);
  }
}

void find_rows(const Form& form, const Evidence& evidence, Outcome& outcome) {
  const bool query = is_query(form.measured.back());
  for (const auto& [oid, relation] : evidence.before) {
    const auto now = evidence.after.find(oid);
    if (now == evidence.after.end() || !is_table(relation)) continue;
    const std::string role = role_of(evidence.before, oid);
    if (now->second.rows_read - relation.rows_read >= k_rows_of_a_table)
      raise(outcome.costs, role, query ? Cost::rows : Cost::scan);
    if (now->second.rows_written > relation.rows_written) raise(outcome.costs, role, Cost::rows);
  }
}

// The name in double quotes behind `words`, without its schema: 'verifying table "t"'.
std::string named(std::string_view message, std::string_view words) {
  const auto at = message.find(words);
  if (at == std::string_view::npos) return "";
  const auto name = message.substr(at + words.size());
  const std::string path(name.substr(0, name.find('"')));
  return path.substr(path.rfind('.') + 1);
}

void find_messages(const Evidence& evidence, Outcome& outcome) {
  for (const auto& [oid, relation] : evidence.before) {
    if (!is_table(relation)) continue;
    for (const auto& message : evidence.messages)
      for (const std::string_view words : {"verifying table \"", "vacuuming \"", "analyzing \""})
        if (named(message, words) == relation.name)
          raise(outcome.costs, role_of(evidence.before, oid), Cost::scan);
  }
}

// Messages of our own event trigger: "table_rewrite" and the bits of PostgreSQL docs, 9.30.2.
void find_reasons(const Evidence& evidence, Outcome& outcome) {
  constexpr std::array<std::string_view, 4> k_reasons{"persistence", "default", "type", "access_method"};
  constexpr std::string_view k_mark = "table_rewrite ";
  for (const auto& message : evidence.messages) {
    if (!message.starts_with(k_mark)) continue;
    const int bits = std::stoi(message.substr(k_mark.size()));
    for (std::size_t i = 0; i < k_reasons.size(); ++i)
      if ((bits >> i & 1) != 0) outcome.reasons.emplace(k_reasons.at(i));
  }
}

template <typename Values>
std::string pairs(const Values& values) {
  std::string text;
  for (const auto& [role, value] : values)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", role, model::to_string(value));
  return text.empty() ? "-" : text;
}

}  // namespace

Outcome conclude(const Form& form, const Evidence& evidence) {
  Outcome outcome{.form = form.name, .alone = evidence.alone, .sqlstate = evidence.sqlstate};
  if (!outcome.sqlstate.empty()) return outcome;
  for (const auto& [oid, level] : evidence.locks) {
    auto& strongest = outcome.locks[role_of(evidence.before, oid)];
    strongest = std::max(strongest, level);
  }
  find_rewrites(evidence, outcome);
  find_index_builds(evidence, outcome);
  find_rows(form, evidence, outcome);
  find_messages(evidence, outcome);
  find_reasons(evidence, outcome);
  return outcome;
}

std::string to_line(const Outcome& outcome) {
  auto cost = Cost::metadata;
  for (const auto& [role, dear] : outcome.costs) cost = std::max(cost, dear);
  const std::string reasons = join({outcome.reasons.begin(), outcome.reasons.end()}, " ");
  return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", outcome.form, outcome.alone ? "alone" : "block",
                     outcome.sqlstate.empty() ? "-" : outcome.sqlstate,
                     outcome.sqlstate.empty() ? model::to_string(cost) : "-", pairs(outcome.locks),
                     pairs(outcome.costs), reasons.empty() ? "-" : reasons);
}

}  // namespace dunlin::truth
