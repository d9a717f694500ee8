#include <algorithm>
#include <array>

#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool overlap_in_role(std::vector<std::string> a, std::vector<std::string> b) {
  if (a.empty() || b.empty()) return true;
  return std::any_of(a.begin(), a.end(), [&](const std::string& role) {
    return role == "public" || std::find(b.begin(), b.end(), role) != b.end() ||
           std::find(b.begin(), b.end(), "public") != b.end();
  });
}

// The command that both cover; "" for none.
std::string command_of_both(const std::string& a, const std::string& b) {
  constexpr std::array<const char*, 4> k_commands{"select", "insert", "update", "delete"};
  for (const char* command : k_commands)
    if (covers(a, command) && covers(b, command)) return command;
  return "";
}

void check_policy_multiple_permissive(const Scene& scene, Reporter& report) {
  const auto* policy = scene.as<model::CreatePolicy>();
  if (policy == nullptr || policy->alters || !policy->permissive) return;
  const auto* table = scene.relation(policy->table);
  if (table == nullptr) return;
  for (const model::CatalogPolicy& other : table->policies) {
    if (!other.permissive || other.name == policy->name || !overlap_in_role(policy->roles, other.roles))
      continue;
    const std::string command = command_of_both(policy->command, other.command);
    if (command.empty()) continue;
    const std::string name = scene.shown(policy->table);
    model::Finding& finding = report.add(name, "policies \"" + other.name + "\" and \"" + policy->name +
                                                   "\" of " + name + " are both permissive for " + command +
                                                   " and the same role: each is evaluated for each row");
    finding.part = policy->name;
    return;
  }
}

}  // namespace

const Rule policy_multiple_permissive{
    .name = "policy-multiple-permissive",
    .family = 'I',
    .profile = Profile::strict,
    .severity = model::Severity::note,
    .summary = "Several permissive policies for the same role and command",
    .why =
        "Permissive policies are joined by OR: PostgreSQL evaluates each of them for rows that the ones "
        "before it didn't let through, and a reader has to find all of them to know who may do what.",
    .advice = "Merge them into one policy (a OR b), or make the one that narrows AS RESTRICTIVE.",
    .statement = check_policy_multiple_permissive,
    .remains = policy_remains};

}  // namespace dunlin::lint::rules
