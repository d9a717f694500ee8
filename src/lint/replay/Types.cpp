#include "lint/replay/Types.hpp"

#include <algorithm>

#include "lint/replay/Columns.hpp"
#include "lint/replay/Names.hpp"

namespace dunlin::lint {

using model::CatalogConstraint;
using model::CatalogType;
using model::QualifiedName;

namespace {

bool has_constraint(const CatalogType& type, const std::string& name) {
  return std::any_of(type.constraints.begin(), type.constraints.end(),
                     [&](const CatalogConstraint& one) { return one.name == name; });
}

void add_constraint(const Site& site, CatalogType& domain, const model::Constraint& written) {
  CatalogConstraint made;
  made.kind = written.kind;
  made.name = written.name;
  for (int i = 0; made.name.empty() || (written.name.empty() && has_constraint(domain, made.name)); ++i)
    made.name = object_name(domain.name.name, "", "check" + (i == 0 ? "" : std::to_string(i)));
  made.expression_text = written.expression.text;
  made.valid = !written.not_valid;
  made.origin = site.origin;
  domain.constraints.push_back(std::move(made));
}

CatalogType& add_type(Site& site, const QualifiedName& written) {
  CatalogType made;
  made.name = site.catalog.created(written);
  made.origin = site.origin;
  const QualifiedName name = made.name;
  return site.catalog.types.insert_or_assign(name, std::move(made)).first->second;
}

}  // namespace

void create_type(Site& site, const model::CreateType& statement) {
  if (site.conditional && site.catalog.types.contains(site.catalog.created(statement.name))) return;
  CatalogType& made = add_type(site, statement.name);
  made.kind = statement.kind;
  made.labels = statement.labels;
  for (const model::Column& attribute : statement.attributes)
    made.attributes.push_back(made_column(site, attribute));
}

void alter_enum(Site& site, const model::AlterEnum& statement) {
  CatalogType* type = site.catalog.find_type(statement.name);
  if (type == nullptr) {
    site.catalog.complete = false;
    return;
  }
  auto& labels = type->labels;
  const auto found = std::find(labels.begin(), labels.end(), statement.value);
  if (!statement.old_value.empty()) {
    std::replace(labels.begin(), labels.end(), statement.old_value, statement.value);
    return;
  }
  if (found != labels.end()) return;
  auto place = std::find(labels.begin(), labels.end(), statement.neighbour);
  if (place != labels.end() && !statement.before) ++place;
  labels.insert(place, statement.value);
  type->added_labels.emplace_back(statement.value, site.origin);
}

void create_domain(Site& site, const model::CreateDomain& statement) {
  if (site.conditional && site.catalog.types.contains(site.catalog.created(statement.name))) return;
  CatalogType& made = add_type(site, statement.name);
  made.kind = model::TypeKind::base;
  made.domain = true;
  made.base = site.catalog.qualified(statement.base);
  made.not_null = statement.not_null;
  for (const model::Constraint& constraint : statement.constraints) add_constraint(site, made, constraint);
}

void alter_domain(Site& site, const model::AlterDomain& statement) {
  CatalogType* domain = site.catalog.find_type(statement.name);
  if (domain == nullptr) return;
  switch (statement.kind) {
    case model::AlterDomainKind::set_not_null: domain->not_null = true; return;
    case model::AlterDomainKind::drop_not_null: domain->not_null = false; return;
    case model::AlterDomainKind::add_constraint:
      if (statement.constraint) add_constraint(site, *domain, *statement.constraint);
      return;
    case model::AlterDomainKind::drop_constraint:
      std::erase_if(domain->constraints,
                    [&](const CatalogConstraint& one) { return one.name == statement.constraint_name; });
      return;
    case model::AlterDomainKind::validate_constraint:
      for (CatalogConstraint& constraint : domain->constraints)
        if (constraint.name == statement.constraint_name) constraint.valid = true;
      return;
    case model::AlterDomainKind::set_default: return;
  }
}

void alter_composite(Site& site, const model::AlterTable& statement) {
  CatalogType* type = site.catalog.find_type(statement.name);
  if (type == nullptr) return;
  const auto same = [](const std::string& name) {
    return [name](const model::CatalogColumn& attribute) { return attribute.name == name; };
  };
  for (const model::AlterAction& action : statement.actions) {
    if (action.kind == model::AlterKind::add_column && action.column)
      type->attributes.push_back(made_column(site, *action.column));
    if (action.kind == model::AlterKind::drop_column) std::erase_if(type->attributes, same(action.name));
    const auto found = std::find_if(type->attributes.begin(), type->attributes.end(), same(action.name));
    if (action.kind == model::AlterKind::set_type && found != type->attributes.end())
      found->type = site.catalog.qualified(action.type);
  }
}

}  // namespace dunlin::lint
