#include "cli/UnfinishedTransfer.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "transfer/schema/MigrationName.hpp"

namespace dunlin::cli {
namespace {

using transfer::SchemaPart;

bool belongs_to(const model::Migration& migration, const std::string& source) {
  constexpr SchemaPart k_parts[] = {SchemaPart::tables, SchemaPart::keys, SchemaPart::logic};
  return std::any_of(std::begin(k_parts), std::end(k_parts), [&](SchemaPart part) {
    return migration.name == transfer::migration_name(source, part);
  });
}

}  // namespace

void require_no_unfinished_transfer(postgres::Connection& connection, const model::Plan& plan) {
  if (plan.steps.empty() ||
      !connection.exec("SELECT to_regclass('dunlin.transfer') IS NOT NULL").boolean(0, 0))
    return;
  const auto rows = connection.exec(
      "SELECT id, source, stage, target_schema FROM dunlin.transfer WHERE stage IN ('loading', 'loaded') "
      "ORDER BY id");
  for (int i = 0; i < rows.rows(); ++i) {
    const std::string source = rows.string(i, 1), schema = rows.string(i, 3);
    const auto step = std::find_if(plan.steps.begin(), plan.steps.end(),
                                   [&](const model::Step& one) { return belongs_to(one.migration, source); });
    if (step == plan.steps.end()) continue;
    throw refused(
        fmt::format("transfer {} of {} is unfinished (stage {}): it carries out {}_{} itself, on tables "
                    "that aren't in their schema yet",
                    rows.text(i, 0), printable(source), rows.text(i, 2), step->migration.version.text,
                    step->migration.name),
        fmt::format("finish it with: dunlin transfer run --from {}{}; with --restart it begins anew",
                    printable(source), schema == "public" ? "" : " --schema " + printable(schema)));
  }
}

}  // namespace dunlin::cli
