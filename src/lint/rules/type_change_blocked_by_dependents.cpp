#include <algorithm>
#include <cctype>

#include "base/Text.hpp"
#include "lint/TypeChanges.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct TypeChangeBlockedByDependents {
  static void statement(const Scene& scene, Reporter& report) {
    for (const LiveTypeChange& change : live_type_changes(scene)) {
      if (change.table == nullptr) continue;
      std::vector<std::string> blocking;
      add_views(scene, change, blocking);
      add_parts(change, blocking);
      if (blocking.empty()) continue;
      report.add(change.shown_table,
                 "the type of " + change.action->name + " of " + change.shown_table +
                     " can't be changed while " + join(blocking, ", ") +
                     (blocking.size() == 1 ? " uses it" : " use it"),
                 change.action->range);
    }
  }

  static bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  static bool names(const std::string& text, const std::string& word) {
    const auto in_word = [&](std::size_t at) {
      return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
    };
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
      if ((at == 0 || !in_word(at - 1)) && !in_word(at + word.size())) return true;
    return false;
  }

  // Which columns a view uses isn't known exactly: those whose names its text has, and all that a star stood
  // for.
  static void add_views(const Scene& scene, const LiveTypeChange& change,
                        std::vector<std::string>& blocking) {
    const std::string& column = change.action->name;
    for (const model::CatalogRelation* view : scene.catalog().views_on(change.table->name)) {
      const bool by_star = view->query.selects_star && view->find_column(column) != nullptr;
      if (by_star || names(view->definition_text, column))
        blocking.push_back((view->kind == model::RelationKind::view ? "view " : "materialized view ") +
                           model::to_string(view->name));
    }
  }

  static bool uses(const model::Expression& expression, const std::string& column) {
    return expression.relations.empty() &&
           std::any_of(expression.columns.begin(), expression.columns.end(),
                       [&](const auto& parts) { return !parts.empty() && parts.back() == column; });
  }

  static void add_parts(const LiveTypeChange& change, std::vector<std::string>& blocking) {
    const std::string& column = change.action->name;
    for (const model::CatalogColumn& other : change.table->columns)
      if (other.name != column && has(other.generated_from, column))
        blocking.push_back("generated column " + other.name);
    for (const model::CatalogPolicy& policy : change.table->policies)
      if (uses(policy.using_, column) || uses(policy.check, column))
        blocking.push_back("policy " + policy.name);
    for (const model::CatalogTrigger& trigger : change.table->triggers)
      if (has(trigger.columns, column)) blocking.push_back("trigger " + trigger.name);
  }
};

}  // namespace

const Rule type_change_blocked_by_dependents{
    .name = "type-change-blocked-by-dependents",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ALTER COLUMN TYPE of a column that a view, policy, trigger or generated column uses",
    .why =
        "PostgreSQL refuses it with 0A000, so the deploy stops: cannot alter type of a column used by a view "
        "or "
        "rule, in a policy definition, in a trigger definition (UPDATE OF, WHEN), by a generated column "
        "(measured "
        "on 15 and 18).",
    .advice =
        "Drop what uses it, change the type, and create it again, in one transaction; grants and comments of "
        "a view "
        "go with it and have to be given again.",
    .statement = TypeChangeBlockedByDependents::statement};

}  // namespace dunlin::lint::rules
