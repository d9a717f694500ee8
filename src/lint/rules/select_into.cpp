#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct SelectInto {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* table = scene.as<model::CreateTableAs>();
    if (table == nullptr || !table->select_into || table->persistence == model::Persistence::temporary)
      return;
    const std::string name = model::to_string(scene.catalog().created(table->name));
    report.add(name, "SELECT INTO makes table " + name + " without keys, defaults, checks and policies");
  }
};

}  // namespace

const Rule select_into{
    .name = "select-into",
    .family = 'F',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A table made by SELECT INTO",
    .why =
        "It is easily read as a query, and the table has no primary key, NOT NULL, default, index or row "
        "level security.",
    .advice = "CREATE TABLE with everything it needs, then INSERT ... SELECT.",
    .statement = SelectInto::statement};

}  // namespace dunlin::lint::rules
