#include "transfer/load/UnitTables.hpp"

#include <algorithm>
#include <variant>

#include "model/command/Command.hpp"
#include "sql/Grammar.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::transfer {
namespace {

// Adds what one statement does to the unit's tables.
class Reader {
 public:
  explicit Reader(UnitTables& unit) : unit_(unit) {}

  void operator()(const model::CreateIndex& index) { unit_.reads.insert(index.table.name); }

  void operator()(const model::AlterTable& alter) {
    if (alter.kind != model::ObjectKind::table) {  // an index or sequence, whose table isn't said
      unit_.known = unit_.known && alter.kind == model::ObjectKind::sequence;
      return;
    }
    unit_.changes.insert(alter.name.name);
    for (const auto& action : alter.actions) {
      if (action.kind == model::AlterKind::validate_constraint) unit_.known = false;
      if (action.constraint && !action.constraint->references.name.empty())
        unit_.changes.insert(action.constraint->references.name);
    }
  }

  void operator()(const model::CreateSequence&) {}

  // SELECT setval('orders_id_seq', 17)
  void operator()(const model::Dml& dml) {
    if (dml.kind != model::DmlKind::select) {
      unit_.known = false;
      return;
    }
    for (const auto& used : dml.query.relations) unit_.reads.insert(used.name.name);
  }

  void operator()(const model::Comment& comment) {
    const auto& object = comment.object;
    unit_.changes.insert(object.table.name.empty() ? object.name.name : object.table.name);
  }

  template <typename Other>
  void operator()(const Other&) {
    unit_.known = false;
  }

 private:
  UnitTables& unit_;
};

}  // namespace

UnitTables tables_of_unit(const std::vector<std::string_view>& statements) {
  UnitTables unit;
  sql::on_large_stack([&] {
    for (const auto& statement : statements) std::visit(Reader(unit), sql::parse_command(statement));
  });
  std::erase_if(unit.reads, [&](const auto& name) { return unit.changes.contains(name); });
  return unit;
}

}  // namespace dunlin::transfer
