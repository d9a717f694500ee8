#include "transfer/assess/Rules.hpp"

#include <algorithm>

#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool matches_any(const std::vector<std::string>& patterns, const std::string& name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return matches(pattern, name); });
}

bool applies(const model::TransferRule& rule, const std::string& column, const std::string& declared) {
  const bool by_name = rule.match.empty() || matches(rule.match, column);
  return by_name && (rule.type.empty() || matches(rule.type, declared));
}

}  // namespace

bool matches(std::string_view pattern, std::string_view name) {
  std::size_t p = 0, n = 0, star = std::string_view::npos, after_star = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      after_star = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || lower(pattern[p]) == lower(name[n]))) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++after_star;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool is_wanted(const std::string& table, const model::TransferConfig& config) {
  return (config.only.empty() || matches_any(config.only, table)) && !matches_any(config.skip, table);
}

model::TransferRule rule_for(const std::string& table, const std::string& column, const std::string& declared,
                             const model::TransferConfig& config) {
  model::TransferRule out;
  for (const auto& rule : config.rules) {
    if (!applies(rule, table + "." + column, declared)) continue;
    if (!out.to && !out.from) {
      out.to = rule.to;
      out.from = rule.from;
    }
    if (!out.misfit) out.misfit = rule.misfit;
    if (!out.rename) out.rename = rule.rename;
    if (!out.nocase) out.nocase = rule.nocase;
    out.skip |= rule.skip;
  }
  return out;
}

}  // namespace dunlin::transfer
