#include <algorithm>

#include "base/SecretShape.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// CREATE ROLE, USER MAPPING, SUBSCRIPTION, dblink_connect: whatever has PASSWORD and a constant.
void check_password_literal(const Scene& scene, Reporter& report) {
  if (scene.text().size() > 100'000) return;
  if (scene.as<model::CreateRole>() == nullptr && scene.as<model::Other>() == nullptr &&
      scene.as<model::CreatePublication>() == nullptr && scene.as<model::Dml>() == nullptr)
    return;
  const auto* query = scene.as<model::Dml>();
  if (query != nullptr && query->kind != model::DmlKind::select) return;
  for (const SecretShape& secret : find_secrets(scene.text())) {
    if (secret.kind != "password") continue;
    const auto* role = scene.as<model::CreateRole>();
    report.add(role == nullptr ? "" : role->name,
               role == nullptr ? "a password stands in the file"
                               : "the password of role " + role->name + " stands in the file",
               {secret.offset, secret.length});
    return;
  }
}

}  // namespace

const Rule password_literal{
    .name = "password-literal",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A password in a statement",
    .why =
        "It stays in the history of the repository, in the server's log when the statement is slow or fails, "
        "and in pg_stat_statements for every version before 16 that tracks utility statements.",
    .advice =
        "Create the role without a password (NOLOGIN, or peer, certificate and IAM authentication), and set "
        "the password outside of migrations with \\password, which sends a SCRAM verifier only. Change the "
        "one "
        "that stood here.",
    .statement = check_password_literal};

}  // namespace dunlin::lint::rules
