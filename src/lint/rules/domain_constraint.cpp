#include <algorithm>

#include "base/Text.hpp"
#include "lint/ConstraintUnits.hpp"
#include "lint/replay/Names.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DomainConstraint {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* alter = scene.as<model::AlterDomain>();
    if (alter == nullptr) return;
    const bool adds = alter->kind == model::AlterDomainKind::add_constraint && alter->constraint &&
                      !alter->constraint->not_valid;
    const bool sets = alter->kind == model::AlterDomainKind::set_not_null;
    if ((!adds && !sets) || !may_be_used(scene, *alter)) return;
    const std::string domain = scene.shown(alter->name);
    model::Finding& finding = report.add(
        domain, (adds ? "the constraint of domain " : "SET NOT NULL of domain ") + domain +
                    " reads every table that uses it, each locked against writes: " + users(scene, *alter));
    if (adds && alter->constraint->kind == model::ConstraintKind::check)
      finding.fix.edits = edits(scene, *alter);
    if (sets)
      finding.fix.advice =
          "ALTER DOMAIN d ADD CONSTRAINT d_nn CHECK (VALUE IS NOT NULL) NOT VALID; then, in a "
          "unit of its own, ALTER DOMAIN d VALIDATE CONSTRAINT d_nn.";
  }

  static bool is_of(const Scene& scene, const model::CatalogColumn& column,
                    const model::QualifiedName& domain) {
    const auto* type = scene.catalog().find_type({column.type.schema, column.type.name});
    return type != nullptr && type->name == domain;
  }

  static std::vector<std::string> live_users(const Scene& scene, const model::AlterDomain& alter) {
    std::vector<std::string> tables;
    const model::QualifiedName domain = scene.catalog().qualified(alter.name);
    for (const auto& [name, table] : scene.catalog().relations) {
      const bool uses = std::any_of(table.columns.begin(), table.columns.end(),
                                    [&](const auto& column) { return is_of(scene, column, domain); });
      if (uses && scene.is_live(name)) tables.push_back(model::to_string(name));
    }
    return tables;
  }

  // Unknown domains are taken to be in use.
  static bool may_be_used(const Scene& scene, const model::AlterDomain& alter) {
    const auto* type = scene.catalog().find_type(alter.name);
    if (type == nullptr) return true;
    return !scene.made_in_file(type->origin) &&
           (!scene.catalog().complete || !live_users(scene, alter).empty());
  }

  static std::string users(const Scene& scene, const model::AlterDomain& alter) {
    const std::vector<std::string> tables = live_users(scene, alter);
    return tables.empty() ? "which ones isn't known here" : join(tables, ", ");
  }

  static std::vector<model::TextEdit> edits(const Scene& scene, const model::AlterDomain& alter) {
    const model::QualifiedName domain = scene.catalog().qualified(alter.name);
    const std::string name =
        alter.constraint->name.empty()
            ? choose_constraint_name(scene.catalog(), domain.schema, domain.name, "", "check")
            : alter.constraint->name;
    const std::string added = with_pieces(
        scene, {{alter.constraint->range, named_constraint(scene, *alter.constraint, name) + " NOT VALID"}});
    return append_units(
        scene, {{"ALTER DOMAIN " + sql_name(alter.name) + " VALIDATE CONSTRAINT " + sql_name(name)}}, added);
  }
};

}  // namespace

const Rule domain_constraint{
    .name = "domain-constraint",
    .family = 'B',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A constraint added to a domain that tables in use have, without NOT VALID",
    .why =
        "ALTER DOMAIN ADD CONSTRAINT and SET NOT NULL take a SHARE lock on every table with a column of the "
        "domain and read it: writes to all of them wait (measured). With NOT VALID no table is locked.",
    .advice =
        "ALTER DOMAIN d ADD CONSTRAINT c CHECK (...) NOT VALID; then, in a unit of its own, ALTER DOMAIN d "
        "VALIDATE CONSTRAINT c, at a quiet time: it still locks the tables against writes.",
    .statement = DomainConstraint::statement};

}  // namespace dunlin::lint::rules
