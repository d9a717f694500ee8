#include <utility>

#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// What the policy lets anybody do to any row, as a verb; "" for nothing.
std::string open_writes(const model::CreatePolicy& policy) {
  const bool old_rows = policy.using_.is_always_true;
  const bool new_rows = policy.check.empty() ? old_rows : policy.check.is_always_true;
  if (covers(policy.command, "delete") && old_rows) return policy.command == "delete" ? "delete" : "write";
  if (covers(policy.command, "update") && old_rows && new_rows) return "change";
  if (covers(policy.command, "insert") && new_rows) return "insert";
  return "";
}

// ALTER POLICY leaves the rest as it was.
model::CreatePolicy whole_policy(const Scene& scene, const model::CreatePolicy& written) {
  model::CreatePolicy policy = written;
  const auto* table = scene.relation(written.table);
  if (!written.alters || table == nullptr) return policy;
  for (const model::CatalogPolicy& known : table->policies) {
    if (known.name != written.name) continue;
    policy.command = known.command;
    policy.permissive = known.permissive;
    if (policy.roles.empty()) policy.roles = known.roles;
    if (policy.using_.empty()) policy.using_ = known.using_;
    if (policy.check.empty()) policy.check = known.check;
  }
  return policy;
}

// What is wrong with a policy; "" for nothing.
std::string openness(const model::CreatePolicy& policy, const std::string& table) {
  if (!policy.permissive || !has_open_role(policy.roles)) return "";
  const std::string verb = open_writes(policy);
  if (verb.empty()) return "";
  const bool signed_in = policy.roles.size() == 1 && policy.roles.front() == "authenticated";
  return "policy \"" + policy.name + "\" lets " + (signed_in ? "everybody who is signed in" : "everybody") +
         " " + verb + " any row of " + table;
}

void check_policy_always_true(const Scene& scene, Reporter& report) {
  const auto* written = scene.as<model::CreatePolicy>();
  if (written == nullptr) return;
  const std::string name = scene.shown(written->table);
  std::string message = openness(whole_policy(scene, *written), name);
  if (message.empty()) return;
  model::Finding& finding = report.add(name, std::move(message));
  finding.part = written->name;
}

void find_open_policies(const Scene& scene, Reporter& report) {
  if (!scene.settings().live) return;
  for (const auto& [name, table] : scene.catalog().relations) {
    for (const model::CatalogPolicy& policy : table.policies) {
      if (!policy.origin.in_database()) continue;
      model::CreatePolicy made;
      made.name = policy.name;
      made.permissive = policy.permissive;
      made.command = policy.command;
      made.roles = policy.roles;
      made.using_ = policy.using_;
      made.check = policy.check;
      std::string message = openness(made, to_string(name));
      if (!message.empty()) report.add_at(policy.origin, to_string(name), std::move(message));
    }
  }
}

}  // namespace

const Rule policy_always_true{
    .name = "policy-always-true",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A policy that is always true lets anybody write",
    .why =
        "USING (true) or WITH CHECK (true) for INSERT, UPDATE, DELETE or ALL and the roles PUBLIC, anon or "
        "authenticated is the same as no row level security for that command: permissive policies are "
        "joined by OR, so no other policy narrows it.",
    .advice =
        "Compare a column with the user: USING ((select auth.uid()) = user_id). For a server of your own "
        "give the policy TO its role.",
    .statement = check_policy_always_true,
    .catalog = find_open_policies,
    .remains = policy_remains};

}  // namespace dunlin::lint::rules
