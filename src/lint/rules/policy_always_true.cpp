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

void check_policy_always_true(const Scene& scene, Reporter& report) {
  const auto* written = scene.as<model::CreatePolicy>();
  if (written == nullptr) return;
  const model::CreatePolicy policy = whole_policy(scene, *written);
  if (!policy.permissive || !has_open_role(policy.roles)) return;
  const std::string verb = open_writes(policy);
  if (verb.empty()) return;
  const std::string name = scene.shown(policy.table);
  const bool signed_in = policy.roles.size() == 1 && policy.roles.front() == "authenticated";
  model::Finding& finding = report.add(name, "policy \"" + policy.name + "\" lets " +
                                                 (signed_in ? "everybody who is signed in" : "everybody") +
                                                 " " + verb + " any row of " + name);
  finding.part = policy.name;
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
    .remains = policy_remains};

}  // namespace dunlin::lint::rules
