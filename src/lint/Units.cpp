#include "lint/Lint.hpp"

namespace dunlin::lint {
namespace {

using model::StatementKind;

bool ends_explicit(StatementKind kind) {
  return kind == StatementKind::commit || kind == StatementKind::rollback;
}

}  // namespace

void assign_units(const File& file, std::vector<JudgedStatement>& statements) {
  std::size_t unit = 1;
  bool explicit_transaction = false;
  bool border = false;  // the statement before ended its unit
  bool any = false;
  for (JudgedStatement& statement : statements) {
    const StatementKind kind = statement.source.kind;
    const bool alone =
        !explicit_transaction && (model::runs_alone(kind) || statement.source.batched || !file.transactional);
    const bool begins = statement.source.begins_unit || alone || kind == StatementKind::begin;
    if (any && (border || begins)) ++unit;
    statement.unit = unit;
    statement.in_transaction = !alone;
    any = true;
    if (kind == StatementKind::begin) explicit_transaction = true;
    if (ends_explicit(kind)) explicit_transaction = false;
    border = alone || ends_explicit(kind) || (kind == StatementKind::add_enum_value && !explicit_transaction);
  }
}

}  // namespace dunlin::lint
