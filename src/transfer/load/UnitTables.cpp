#include "transfer/load/UnitTables.hpp"

#include <map>
#include <utility>
#include <variant>

#include "model/command/Command.hpp"
#include "sql/Grammar.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::transfer {
namespace {

// The parent of each foreign key that was added: by table and name.
using Parents = std::map<std::pair<std::string, std::string>, std::string>;

// Adds what one statement does to the unit's tables.
class Reader {
 public:
  Reader(UnitTables& unit, Parents& parents) : unit_(unit), parents_(parents) {}

  void operator()(const model::CreateIndex& index) { unit_.reads.insert(index.table.name); }

  void operator()(const model::AlterTable& alter) {
    if (alter.kind != model::ObjectKind::table) {  // an index or sequence, whose table isn't said
      unit_.known = unit_.known && alter.kind == model::ObjectKind::sequence;
      return;
    }
    unit_.changes.insert(alter.name.name);
    for (const auto& action : alter.actions) {
      if (action.kind == model::AlterKind::validate_constraint) validate(alter.name.name, action.name);
      if (!action.constraint || action.constraint->references.name.empty()) continue;
      unit_.changes.insert(action.constraint->references.name);
      parents_[{alter.name.name, action.constraint->name}] = action.constraint->references.name;
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
  void validate(const std::string& table, const std::string& constraint) {
    const auto parent = parents_.find({table, constraint});
    if (parent == parents_.end()) {
      unit_.known = false;
    } else {
      unit_.reads.insert(parent->second);
    }
  }

  UnitTables& unit_;
  Parents& parents_;
};

}  // namespace

std::vector<UnitTables> tables_of_units(const std::vector<std::vector<std::string_view>>& units) {
  std::vector<UnitTables> tables(units.size());
  Parents parents;
  sql::on_large_stack([&] {
    for (std::size_t i = 0; i < units.size(); ++i)
      for (const auto& statement : units[i])
        std::visit(Reader(tables[i], parents), sql::parse_command(statement));
  });
  for (auto& unit : tables)
    std::erase_if(unit.reads, [&](const auto& name) { return unit.changes.contains(name); });
  return tables;
}

}  // namespace dunlin::transfer
