#include "lint/Backfill.hpp"

#include <algorithm>
#include <array>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "lint/ConstraintUnits.hpp"
#include "lint/replay/Names.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint {
namespace {

using model::ConstraintKind;

// What a key of `-- dunlin:batch` may be, of the types that primary keys have; sorted.
constexpr std::array<std::string_view, 10> k_key_types{"date", "int2",      "int4",        "int8", "numeric",
                                                       "text", "timestamp", "timestamptz", "uuid", "varchar"};

bool is_plain(const std::string& name) {
  return sql_name(name) == name;
}

bool can_be_key(const model::CatalogColumn* column) {
  return column != nullptr && is_plain(column->name) && !column->type.array && column->type.schema.empty() &&
         std::binary_search(k_key_types.begin(), k_key_types.end(), column->type.name);
}

bool is_constrained_domain(const Scene& scene, const model::TypeName& name) {
  const auto* type = scene.catalog().find_type({name.schema, name.name});
  return type != nullptr && type->domain && (type->not_null || !type->constraints.empty());
}

}  // namespace

std::string table_batches(const Scene& scene, const model::QualifiedName& name) {
  const auto* table = scene.relation(name);
  if (table == nullptr || table->kind != model::RelationKind::table ||
      !scene.catalog().children_of(table->name).empty())
    return {};
  const auto* key = table->primary_key();
  const auto usable = [&](const std::string& column) { return can_be_key(table->find_column(column)); };
  if (key == nullptr || key->columns.empty() ||
      !std::all_of(key->columns.begin(), key->columns.end(), usable) || !is_plain(table->name.schema) ||
      !is_plain(table->name.name))
    return {};
  return "-- dunlin:batch table=" + model::to_string(table->name) + " key=" + join(key->columns, ",") +
         " size=10000";
}

bool can_be_filled_later(const Scene& scene, const model::AlterTable& alter,
                         const model::AlterAction& action) {
  const auto& constraints = action.column->constraints;
  return adds_surely(scene, alter, action) && !table_batches(scene, alter.name).empty() &&
         !is_constrained_domain(scene, action.column->type) &&
         std::all_of(constraints.begin(), constraints.end(), [](const model::Constraint& constraint) {
           return constraint.kind == ConstraintKind::not_null && constraint.name.empty();
         });
}

namespace {

// The pieces of ADD COLUMN that say what its values are.
std::vector<model::Range> value_pieces(const Scene& scene, const model::Column& column) {
  std::vector<model::Range> pieces;
  const sql::Source source(scene.text());
  const std::size_t first = source.token_at(column.type_range.end());
  if (column.default_value) {
    const std::size_t word = source.token_at(column.default_value->range.offset) - 1;
    pieces.push_back(source.range(word, source.token_at(column.default_value->range.end())));
  }
  if (column.generated == model::Generated::identity_always ||
      column.generated == model::Generated::identity_by_default) {
    const std::size_t word = source.find_word(first, "generated");
    const std::size_t identity = source.find_word(word, "identity");
    pieces.push_back(source.range(word, identity + 1));
  }
  for (const model::Constraint& constraint : column.constraints)
    if (constraint.kind == ConstraintKind::not_null) pieces.push_back(constraint.range);
  std::sort(pieces.begin(), pieces.end(),
            [](const model::Range& a, const model::Range& b) { return a.offset < b.offset; });
  return pieces;
}

}  // namespace

std::string bare_column(const Scene& scene, const model::AlterAction& action, const std::string& type) {
  std::vector<std::string> parts;
  std::size_t at = action.range.offset;
  const auto take = [&](std::size_t end) {
    const std::string_view part = trim(scene.text().substr(at, end - at));
    if (!part.empty()) parts.emplace_back(part);
  };
  if (!type.empty()) {
    take(action.column->type_range.offset);
    parts.push_back(type);
    at = action.column->type_range.end();
  }
  for (const model::Range& piece : value_pieces(scene, *action.column)) {
    take(piece.offset);
    at = piece.end();
  }
  take(action.range.end());
  return join(parts, " ");
}

std::vector<UnitText> fill_units(const Scene& scene, const model::AlterTable& alter,
                                 const std::string& column, bool not_null) {
  const std::string name = sql_name(column);
  std::vector<UnitText> units{
      {{"UPDATE " + sql_name(alter.name) + " SET " + name + " = DEFAULT WHERE " + name + " IS NULL"},
       {table_batches(scene, alter.name)}}};
  if (!not_null) return units;
  const std::vector<UnitText> required = not_null_units(scene, alter, {column});
  units.insert(units.end(), required.begin(), required.end());
  return units;
}

namespace {

std::string integer_words(const std::string& type) {
  if (type == "serial2" || type == "int2") return "smallint";
  return type == "serial4" || type == "int4" ? "integer" : "bigint";
}

}  // namespace

ColumnSequence column_sequence(const Scene& scene, const model::AlterTable& alter, const std::string& column,
                               const model::TypeName& type, std::string_view label) {
  const model::QualifiedName table = scene.catalog().qualified(alter.name);
  ColumnSequence sequence;
  sequence.name.name = choose_relation_name(scene.catalog(), table.schema, table.name, column, label, false);
  const bool same_place = scene.catalog().created(sequence.name).schema == table.schema;
  if (!alter.name.schema.empty() || !same_place) sequence.name.schema = table.schema;
  sequence.type = integer_words(type.name);
  sequence.create = "CREATE SEQUENCE " + sql_name(sequence.name);
  if (sequence.type != "bigint") sequence.create += " AS " + sequence.type;
  sequence.nextval = "nextval(" + quote_literal(sql_name(sequence.name)) + ")";
  return sequence;
}

}  // namespace dunlin::lint
