#include "trial/rls/MutantsOf.hpp"

#include <fmt/format.h>
#include <optional>
#include <set>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "trial/rls/PolicyTokens.hpp"

namespace dunlin::trial {
namespace {

// Dropped and made again: ALTER POLICY changes neither its kind nor its command.
std::vector<std::string> made_again(const Policy& policy) {
  const bool reads = policy.command != 'a', writes = policy.command != 'r' && policy.command != 'd';
  std::string sql = fmt::format("CREATE POLICY {} AS {} FOR {} TO {}", policy_on_table(policy),
                                policy.permissive ? "PERMISSIVE" : "RESTRICTIVE",
                                command_word(policy.command), policy.quoted_roles);
  if (reads && !policy.using_sql.empty()) sql += " USING (" + policy.using_sql + ")";
  if (writes && !policy.check_sql.empty()) sql += " WITH CHECK (" + policy.check_sql + ")";
  return {fmt::format("DROP POLICY {}", policy_on_table(policy)), std::move(sql)};
}

Mutant mutant(const Policy& policy, std::string change, std::vector<std::string> sql,
              bool essential = false) {
  return {.policy = policy,
          .change = std::move(change),
          .sql = std::move(sql),
          .essential = essential,
          .noticed_by = "",
          .would_notice = {}};
}

// The condition without one of its terms, for each of them.
std::vector<std::pair<std::string, std::string>> without_each_term(const std::string& condition) {
  const PolicyTokens tokens = tokens_of(condition);
  const auto parts = parts_joined_by(tokens, without_brackets(tokens, {0, tokens.list.size()}), "and");
  std::vector<std::pair<std::string, std::string>> out;
  for (std::size_t left_out = 0; parts.size() > 1 && left_out < parts.size(); ++left_out) {
    std::vector<std::string> rest;
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (i != left_out) rest.push_back(fmt::format("({})", tokens.between(parts[i].first, parts[i].last)));
    out.emplace_back(fmt::format("without ({})", tokens.between(parts[left_out].first, parts[left_out].last)),
                     join(rest, " AND "));
  }
  return out;
}

// Whether each token stands inside of a subquery, where a bare name may be another table's column.
std::vector<bool> inside_subquery(const PolicyTokens& tokens) {
  std::vector<bool> inside(tokens.list.size(), false), open;
  for (std::size_t i = 0; i < tokens.list.size(); ++i) {
    if (tokens.at(i) == "(") open.push_back((!open.empty() && open.back()) || tokens.word(i + 1, "select"));
    if (tokens.at(i) == ")" && !open.empty()) open.pop_back();
    inside[i] = !open.empty() && open.back();
  }
  return inside;
}

// The name at `i` as a column of the policy's table, if it is one.
std::optional<std::string> own_column(const PolicyTokens& tokens, std::size_t i, bool in_subquery,
                                      const std::string& table, const ColumnTypes& columns) {
  if (!tokens.name(i) || tokens.at(i + 1) == "(" || tokens.at(i + 1) == ".") return std::nullopt;
  const bool qualified = i >= 2 && tokens.at(i - 1) == ".";
  if (qualified ? sql::name_value(tokens.at(i - 2)) != table : in_subquery) return std::nullopt;
  if (i > 0 && tokens.at(i - 1) == "::") return std::nullopt;
  const std::string name = sql::name_value(tokens.at(i));
  return columns.contains(name) ? std::optional(name) : std::nullopt;
}

std::optional<std::string> other_of_type(const std::string& column, const ColumnTypes& columns) {
  for (const auto& [name, type] : columns)
    if (name != column && type == columns.at(column)) return name;
  return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> with_other_columns(const Policy& policy,
                                                                    const std::string& condition,
                                                                    const ColumnTypes& columns) {
  const PolicyTokens tokens = tokens_of(condition);
  const auto inside = inside_subquery(tokens);
  std::set<std::string> done;
  std::vector<std::pair<std::string, std::string>> out;
  for (std::size_t i = 0; i < tokens.list.size(); ++i) {
    const auto column = own_column(tokens, i, inside[i], policy.table, columns);
    const auto other = column && done.insert(*column).second ? other_of_type(*column, columns) : std::nullopt;
    if (!other) continue;
    const auto& token = tokens.list[i];
    out.emplace_back(
        fmt::format("{} instead of {}", *other, *column),
        condition.substr(0, token.offset) + quote_identifier(*other) + condition.substr(token.end()));
  }
  return out;
}

void add_condition_mutants(const Policy& policy, const char* clause, const std::string& condition,
                           const ColumnTypes& columns, std::vector<Mutant>& out) {
  if (condition.empty() || condition == "true") return;
  const auto add = [&](const std::string& what, const std::string& with, bool essential) {
    out.push_back(mutant(policy, fmt::format("{} {}", clause, what),
                         {fmt::format("ALTER POLICY {} {} ({})", policy_on_table(policy), clause, with)},
                         essential));
  };
  add("(true)", "true", true);
  for (const auto& [what, with] : without_each_term(condition)) add(what, with, false);
  for (const auto& [what, with] : with_other_columns(policy, condition, columns))
    add("with " + what, with, false);
  add("negated", "NOT (" + condition + ")", false);
}

// For every command instead of one, or for SELECT instead of every one.
Mutant with_other_command(Policy policy) {
  const Policy original = policy;
  policy.command = policy.command == '*' ? 'r' : '*';
  if (policy.using_sql.empty()) policy.using_sql = policy.check_sql;
  return mutant(
      original,
      fmt::format("FOR {} instead of {}", command_word(policy.command), command_word(original.command)),
      made_again(policy));
}

Mutant of_other_kind(Policy policy) {
  const Policy original = policy;
  policy.permissive = !policy.permissive;
  return mutant(original,
                policy.permissive ? "PERMISSIVE instead of RESTRICTIVE" : "RESTRICTIVE instead of PERMISSIVE",
                made_again(policy));
}

}  // namespace

std::vector<Mutant> mutants_of(const Policy& policy, const ColumnTypes& columns) {
  std::vector<Mutant> mutants{mutant(policy, "dropped", {"DROP POLICY " + policy_on_table(policy)}, true)};
  // An ALL or UPDATE policy without WITH CHECK checks new rows by USING (PostgreSQL docs, CREATE POLICY).
  add_condition_mutants(policy, "USING", policy.using_sql, columns, mutants);
  add_condition_mutants(policy, "WITH CHECK", policy.check_sql, columns, mutants);
  if (policy.roles != "public")
    mutants.push_back(
        mutant(policy, "TO PUBLIC", {fmt::format("ALTER POLICY {} TO PUBLIC", policy_on_table(policy))}));
  mutants.push_back(of_other_kind(policy));
  mutants.push_back(with_other_command(policy));
  return mutants;
}

std::vector<Mutant> mutants_of_table(const TableFacts& table) {
  const Policy none{.schema = table.schema,
                    .table = table.name,
                    .name = "",
                    .roles = "",
                    .quoted_roles = "",
                    .using_sql = "",
                    .check_sql = ""};
  std::vector<Mutant> mutants;
  if (!table.is_table || !table.row_security) return mutants;
  mutants.push_back(mutant(none, "row-level security off",
                           {fmt::format("ALTER TABLE {} DISABLE ROW LEVEL SECURITY", table.quoted)}, true));
  if (table.forced)
    mutants.push_back(mutant(none, "no longer forced on the owner",
                             {fmt::format("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", table.quoted)}));
  return mutants;
}

}  // namespace dunlin::trial
