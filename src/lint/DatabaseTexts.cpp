#include "lint/DatabaseTexts.hpp"

#include "lint/Volatility.hpp"
#include "sql/Grammar.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::lint {
namespace {

void read_policy(model::CatalogPolicy& policy) {
  if (!policy.using_.empty()) policy.using_ = sql::parse_expression(policy.using_.text);
  if (!policy.check.empty()) policy.check = sql::parse_expression(policy.check.text);
}

// A constant calls nothing; '...'::text and the like are most of a database's defaults.
bool may_call(const std::string& expression) {
  return expression.find('(') != std::string::npos || expression.find("CURRENT_") != std::string::npos;
}

void read_default(const model::Catalog& catalog, model::CatalogColumn& column) {
  if (!may_call(column.default_text)) return;
  column.default_volatile = column.default_text.starts_with("nextval(") ||
                            is_volatile(catalog, sql::parse_expression(column.default_text));
}

void read_check(model::CatalogConstraint& constraint) {
  if (constraint.kind != model::ConstraintKind::check) return;
  if (constraint.expression_text.find("IS NOT NULL") == std::string::npos) return;
  constraint.not_null_columns = sql::parse_expression(constraint.expression_text).not_null_columns;
}

// Which relations it uses is known from the server's own dependencies.
void read_view(model::CatalogRelation& view) {
  const auto command = sql::parse_command("CREATE VIEW v AS " + view.definition_text);
  const auto* parsed = std::get_if<model::CreateView>(&command);
  if (parsed == nullptr) return;
  auto relations = std::move(view.query.relations);
  view.query = parsed->query;
  view.query.relations = std::move(relations);
}

void read_relation(const model::Catalog& catalog, model::CatalogRelation& relation) {
  for (model::CatalogPolicy& policy : relation.policies) read_policy(policy);
  for (model::CatalogConstraint& constraint : relation.constraints) read_check(constraint);
  for (model::CatalogColumn& column : relation.columns) read_default(catalog, column);
  if (relation.is_view()) read_view(relation);
}

}  // namespace

void read_texts(model::Catalog& catalog) {
  sql::on_large_stack([&] {
    for (auto& [name, relation] : catalog.relations) read_relation(catalog, relation);
  });
}

}  // namespace dunlin::lint
