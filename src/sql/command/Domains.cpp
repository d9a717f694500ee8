#include "sql/command/Reading.hpp"

namespace dunlin::sql {

model::Command create_domain(const CreateDomainStmt* statement, const Reading& reading) {
  model::CreateDomain domain;
  domain.name = name_of(statement->domainname);
  domain.base = type_of(statement->typeName);
  const model::Range whole = reading.source.range(0, reading.source.tokens().size());
  for (const ListCell& cell : Nodes(statement->constraints)) {
    const auto* constraint = as<Constraint>(cell.ptr_value, T_Constraint);
    if (constraint == nullptr) continue;
    const std::size_t at = constraint->location < 0 ? 0 : static_cast<std::size_t>(constraint->location);
    const model::Range range{at, whole.end() - at};
    if (constraint->contype == CONSTR_NOTNULL) domain.not_null = true;
    if (constraint->contype == CONSTR_DEFAULT) {
      const std::size_t word = reading.source.find_word(reading.source.token_at(at), "default");
      domain.default_value =
          expression_of(constraint->raw_expr, reading.source, reading.source.range(word + 1, word + 2));
    }
    if (constraint->contype == CONSTR_CHECK)
      domain.constraints.push_back(constraint_of(constraint, reading, range));
  }
  return domain;
}

model::Command alter_domain(const AlterDomainStmt* statement, const Reading& reading) {
  model::AlterDomain alter;
  alter.name = name_of(statement->typeName);
  alter.constraint_name = text_of(statement->name);
  switch (statement->subtype) {
    case 'C': alter.kind = model::AlterDomainKind::add_constraint; break;
    case 'X': alter.kind = model::AlterDomainKind::drop_constraint; break;
    case 'V': alter.kind = model::AlterDomainKind::validate_constraint; break;
    case 'O': alter.kind = model::AlterDomainKind::set_not_null; break;
    case 'N': alter.kind = model::AlterDomainKind::drop_not_null; break;
    default: alter.kind = model::AlterDomainKind::set_default;
  }
  if (const auto* constraint = as<Constraint>(statement->def, T_Constraint)) {
    const std::size_t at = constraint->location < 0 ? 0 : static_cast<std::size_t>(constraint->location);
    alter.constraint = constraint_of(constraint, reading, {at, reading.source.text().size() - at});
    alter.constraint_name = alter.constraint->name;
  }
  return alter;
}

}  // namespace dunlin::sql
