#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Session.hpp"
#include "cli/Writing.hpp"
#include "migrate/KeptData.hpp"

namespace dunlin::cli {
namespace {

void show_kept(const std::vector<migrate::KeptTable>& kept, Screen& screen) {
  Json tables = Json::array();
  for (const auto& table : kept) {
    tables.add(Json::object()
                   .set("name", table.name)
                   .set("origin", table.origin)
                   .set("what", table.what)
                   .set("rows", table.rows)
                   .set("version", table.version)
                   .set("kept_at", table.kept_at));
    screen.line(fmt::format("  dunlin_kept.{}  {} of {}, kept {} by the rollback of {}",
                            printable(table.name), counted(static_cast<std::size_t>(table.rows), "row"),
                            printable(table.origin), table.kept_at, printable(table.version)));
  }
  screen.json(Json::object().set("kept", tables));
  screen.line(kept.empty() ? "nothing is kept" : "delete with: dunlin purge NAME, or --all");
}

}  // namespace

int run_purge(const Invocation& invocation, Screen& screen) {
  const auto config = load_project(invocation);
  const Target target(config);
  auto connection = target.connect();
  const auto kept = migrate::list_kept(connection);
  auto names = invocation.arguments;
  if (invocation.all) {
    for (const auto& table : kept) names.push_back(table.name);
  }
  if (names.empty()) {
    show_kept(kept, screen);
    return 0;
  }
  if (!confirmed(invocation, fmt::format("Delete {} for good?", counted(names.size(), "kept table")))) {
    throw refused("not confirmed: nothing was deleted", "add --yes");
  }
  const Writing writing(connection, config, invocation, screen);
  Json purged = Json::array();
  for (const auto& name : names) {
    migrate::purge_kept(connection, name);
    purged.add(name);
    screen.note(fmt::format("deleted dunlin_kept.{}", printable(name)));
  }
  screen.json(Json::object().set("outcome", "done").set("purged", purged));
  return 0;
}

}  // namespace dunlin::cli
