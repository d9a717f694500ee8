#include <algorithm>

#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool reads_auth_users(const model::Query& query) {
  return std::any_of(query.relations.begin(), query.relations.end(), [](const model::RelationUse& use) {
    return use.name == model::QualifiedName{"auth", "users"};
  });
}

void check_exposes_auth_users(const Scene& scene, Reporter& report) {
  const auto* view = scene.as<model::CreateView>();
  const auto* copy = scene.as<model::CreateTableAs>();
  if (view == nullptr && copy == nullptr) return;
  const model::QualifiedName name = scene.catalog().created(view != nullptr ? view->name : copy->name);
  if (!reads_auth_users(view != nullptr ? view->query : copy->query) || !is_exposed(scene, name.schema))
    return;
  const std::string shown = to_string(name);
  report.add(shown, shown + " shows auth.users to everybody who may read it through the API");
}

}  // namespace

const Rule exposes_auth_users{
    .name = "exposes-auth-users",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A view in an exposed schema reads auth.users",
    .why =
        "auth.users holds addresses, telephone numbers and metadata of all accounts. Views read it with the "
        "rights of their owner, and default grants let anon and authenticated read new views.",
    .advice =
        "Keep what others may see in a table public.profiles with policies, filled by a trigger on "
        "auth.users.",
    .statement = check_exposes_auth_users};

}  // namespace dunlin::lint::rules
