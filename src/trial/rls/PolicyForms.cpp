#include "trial/rls/PolicyForms.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Hash.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "trial/rls/PolicyTokens.hpp"

namespace dunlin::trial {
namespace {

bool is_type_of_names(std::string_view word) {
  return word == "text" || word == "name" || word == "varchar";
}

// What a term asks, without the brackets, casts, SELECTs and aliases around it, in small letters except for
// strings.
std::vector<std::string> bare_words(std::string_view term) {
  const PolicyTokens tokens = tokens_of(term);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < tokens.list.size(); ++i) {
    const std::string_view token = tokens.at(i);
    if (token == "(" || token == ")" || tokens.word(i, "select")) continue;
    const bool cast = token == "::" && is_type_of_names(tokens.at(i + 1));
    const bool alias = tokens.word(i, "as") && tokens.word(i + 1, "role");
    if (cast || alias) {
      ++i;
      continue;
    }
    words.push_back(tokens.list[i].kind == sql::TokenKind::word ? to_lower(token) : std::string(token));
  }
  return words;
}

// The role that a term asks for: auth.role() = 'x', CURRENT_USER = 'x', pg_has_role(CURRENT_USER, 'x',
// 'member').
std::optional<std::string> role_asked_for(std::string_view term) {
  const std::vector<std::string> words = bare_words(term);
  const auto begins_with = [&](const std::vector<std::string>& begin, std::size_t size) {
    return words.size() == size && std::equal(begin.begin(), begin.end(), words.begin());
  };
  std::string role;
  for (const auto& who : std::vector<std::vector<std::string>>{
           {"auth", ".", "role", "="}, {"current_user", "="}, {"current_role", "="}})
    if (begins_with(who, who.size() + 1)) role = words.back();
  if (begins_with({"pg_has_role", "current_user", ","}, 6) && words[4] == "," &&
      (to_lower(words[5]) == "'member'" || to_lower(words[5]) == "'usage'"))
    role = words[3];
  const bool plain = role.size() > 2 && role.front() == '\'' && role.find('\'', 1) == role.size() - 1;
  return plain ? std::optional(role.substr(1, role.size() - 2)) : std::nullopt;
}

// A disjunction without the term that asks for a role.
struct SplitCondition {
  std::string role;
  std::string rest;
};

std::optional<SplitCondition> split_condition(const std::string& condition) {
  const PolicyTokens tokens = tokens_of(condition);
  const auto parts = parts_joined_by(tokens, without_brackets(tokens, {0, tokens.list.size()}), "or");
  SplitCondition split;
  std::vector<std::string> rest;
  for (const TokenRange& part : parts) {
    const std::string_view text = tokens.between(part.first, part.last);
    const auto role = split.role.empty() ? role_asked_for(text) : std::nullopt;
    if (role) {
      split.role = *role;
    } else {
      rest.push_back(fmt::format("({})", text));
    }
  }
  if (split.role.empty() || rest.empty()) return std::nullopt;
  split.rest = join(rest, " OR ");
  return split;
}

std::string clause(const char* word, const std::string& condition) {
  return condition.empty() ? "" : fmt::format("\n  {} ({})", word, condition);
}

bool holds_for(const Policy& policy, const std::string& role) {
  return policy.roles == "public" ||
         fmt::format(", {}, ", policy.roles).find(fmt::format(", {}, ", role)) != std::string::npos;
}

// A name of letters and digits. Where something was lost of the policy's own, a hash tells it from others.
std::string helper_name(const Policy& policy) {
  const std::string whole = policy.table + "_" + policy.name;
  std::string base;
  for (const char c : to_lower(whole)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept || (!base.empty() && base.back() != '_')) base += kept ? c : '_';
  }
  base = base.substr(0, 50);
  return base == whole ? base + "_list" : fmt::format("{}_list_{}", base, sha256(whole).substr(0, 6));
}

}  // namespace

std::string altered(const Policy& policy, const std::string& using_sql, const std::string& check_sql) {
  return fmt::format("ALTER POLICY {}{}{}", policy_on_table(policy), clause("USING", using_sql),
                     clause("WITH CHECK", check_sql));
}

std::optional<PolicyForm> once_a_query(const Policy& policy, const RewriteContext& context) {
  const std::string using_sql = rewrite_expression(policy.using_sql, context);
  const std::string check_sql = rewrite_expression(policy.check_sql, context);
  if (using_sql == policy.using_sql && check_sql == policy.check_sql) return std::nullopt;
  return PolicyForm{"once a query",
                    {altered(policy, using_sql, check_sql)},
                    {altered(policy, policy.using_sql, policy.check_sql)},
                    ""};
}

std::optional<PolicyForm> a_policy_for_each_role(const Policy& policy) {
  if (!policy.permissive) return std::nullopt;
  const auto read = policy.using_sql.empty() ? std::nullopt : split_condition(policy.using_sql);
  const auto write = policy.check_sql.empty() ? std::nullopt : split_condition(policy.check_sql);
  if (!read && (!policy.using_sql.empty() || !write)) return std::nullopt;
  const std::string role = read ? read->role : write->role;
  if ((read && write && write->role != role) || !holds_for(policy, role)) return std::nullopt;
  Policy made = policy;
  made.name += " " + role;
  const std::string using_sql = policy.using_sql.empty() ? "" : "true";
  const std::string check_sql = policy.check_sql.empty() ? "" : write ? "true" : policy.check_sql;
  return PolicyForm{
      "a policy for each role",
      {fmt::format("CREATE POLICY {} FOR {} TO {}{}{}", policy_on_table(made), command_word(policy.command),
                   quote_identifier(role), clause("USING", using_sql), clause("WITH CHECK", check_sql)),
       altered(policy, read ? read->rest : "", write ? write->rest : policy.check_sql)},
      {altered(policy, policy.using_sql, policy.check_sql), "DROP POLICY " + policy_on_table(made)},
      role};
}

std::optional<std::string> find_list(const std::string& condition) {
  const PolicyTokens tokens = tokens_of(condition);
  for (std::size_t i = 0; i + 2 < tokens.list.size(); ++i) {
    if (!tokens.word(i, "array") || tokens.at(i + 1) != "(" || !tokens.word(i + 2, "select")) continue;
    const std::size_t close = tokens.closing(i + 1);
    if (close == tokens.list.size()) return std::nullopt;
    bool asks_who = false;
    for (std::size_t k = i; k < close; ++k)
      for (const std::string_view word : {"current_user", "current_role", "user", "session_user"})
        asks_who = asks_who || tokens.word(k, word);
    if (asks_who) continue;
    return std::string(tokens.between(i, close + 1));
  }
  return std::nullopt;
}

PolicyForm with_helper_function(const Policy& policy, const Policy& by_lists, const std::string& list,
                                const std::string& type) {
  const std::string function = quote_identifier(policy.schema, helper_name(policy)) + "()";
  const auto with_call = [&](const std::string& condition) {
    std::string text = condition;
    for (auto at = text.find(list); at != std::string::npos; at = text.find(list, at + 1))
      text.replace(at, list.size(), fmt::format("(( SELECT {}))::{}", function, type));
    return text;
  };
  return {"helper function",
          {fmt::format(
               "CREATE FUNCTION {} RETURNS {}\n  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''\n"
               "  AS $dunlin$ SELECT {} $dunlin$",
               function, type, list),
           fmt::format("REVOKE ALL ON FUNCTION {} FROM PUBLIC", function),
           fmt::format("GRANT EXECUTE ON FUNCTION {} TO {}", function, policy.quoted_roles),
           altered(policy, with_call(by_lists.using_sql), with_call(by_lists.check_sql))},
          {altered(policy, policy.using_sql, policy.check_sql), "DROP FUNCTION " + function},
          policy.roles};
}

}  // namespace dunlin::trial
