#include <fmt/format.h>

#include "base/Text.hpp"
#include "lint/MadeTables.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct KeyCapacity {
  static constexpr std::int64_t k_smallint = 32'767;
  static constexpr std::int64_t k_integer = 2'147'483'647;

  // 0 for types that don't run out.
  static std::int64_t of(const model::TypeName& type) {
    if (type.name == "int2" || type.name == "serial2") return k_smallint;
    return type.name == "int4" || type.name == "serial4" ? k_integer : 0;
  }
};

void check_int_pk_capacity(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_of_database(scene)) {
    const model::CatalogConstraint* key = table->primary_key();
    if (key == nullptr || key->columns.size() != 1 || !table->statistics) continue;
    const model::CatalogColumn* column = table->find_column(key->columns.front());
    const std::int64_t most = column == nullptr ? 0 : KeyCapacity::of(column->type);
    if (most == 0 || table->statistics->rows < most / 2) continue;
    const std::string name = model::to_string(table->name) + "." + column->name;
    const std::int64_t percent = table->statistics->rows / (most / 100);
    report
        .add_at(table->origin, name,
                fmt::format("{} is {} and has at least {} % of its {} numbers in use", name,
                            model::to_string(column->type), percent, with_thousands(most)))
        .severity = percent >= 80 ? model::Severity::error : model::Severity::warning;
  }
}

}  // namespace

const Rule int_pk_capacity{
    .name = "int-pk-capacity",
    .family = 'J',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A primary key of type integer or smallint runs out of numbers",
    .why =
        "When its sequence passes 2,147,483,647 (32,767 of smallint) every INSERT fails with 22003. "
        "Changing the type then rewrites the table under ACCESS EXCLUSIVE, at the worst moment. The number "
        "of rows is the least that was handed out.",
    .advice =
        "Now, while there is time: ADD COLUMN id_new bigint, a trigger that fills it, backfill in batches, "
        "unique index CONCURRENTLY, swap the names in one transaction.",
    .catalog = check_int_pk_capacity};

}  // namespace dunlin::lint::rules
