#include <algorithm>

#include "base/Text.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_grant_all(const Scene& scene, Reporter& report) {
  const auto* grant = scene.as<model::Grant>();
  if (grant == nullptr || grant->revoke || grant->default_privileges || !grant->privileges.empty()) return;
  const bool one_meaning =
      grant->kind == model::ObjectKind::function || grant->kind == model::ObjectKind::procedure ||
      grant->kind == model::ObjectKind::routine || grant->kind == model::ObjectKind::type;
  if (one_meaning || grant->objects.empty()) return;
  if (std::find(grant->grantees.begin(), grant->grantees.end(), "public") != grant->grantees.end()) return;
  const model::ObjectName& first = grant->objects.front();
  const std::string object = grant->all_in_schema ? "everything in schema " + first.name.name
                             : grant->kind == model::ObjectKind::table
                                 ? scene.shown(first.name)
                                 : std::string(to_string(grant->kind)) + " " + to_string(first.name);
  report.add(object,
             join(grant->grantees, ", ") + " gets all privileges on " + object +
                 (grant->kind == model::ObjectKind::table
                      ? ": TRUNCATE, REFERENCES and TRIGGER too, which row level security doesn't restrain"
                      : ""));
}

}  // namespace

const Rule grant_all{
    .name = "grant-all",
    .family = 'I',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "GRANT ALL on something",
    .why =
        "ALL is more than people mean: on tables it includes TRUNCATE, which no policy restrains, and "
        "TRIGGER, which lets the role run code as whoever writes; newer versions add privileges to it "
        "(MAINTAIN in 17).",
    .advice = "Name what is needed: GRANT SELECT, INSERT, UPDATE, DELETE ON t TO app.",
    .statement = check_grant_all};

}  // namespace dunlin::lint::rules
