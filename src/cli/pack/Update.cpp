#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/pack/Verbs.hpp"
#include "cli/pack/WritePack.hpp"
#include "packs/Library.hpp"
#include "packs/Template.hpp"
#include "packs/Values.hpp"

namespace dunlin::cli {
namespace {

std::string render_way(const packs::Pack& pack, const std::vector<const packs::Update*>& way,
                       const packs::Values& values) {
  std::string sql;
  for (const packs::Update* update : way)
    sql +=
        packs::render(pack, update->sql, fmt::format("update/{}-{}.sql", update->from, update->to), values);
  return sql;
}

// update/1.1-1.0.sql takes update/1.0-1.1.sql back; where one of them is missing, there is no rollback.
std::string render_way_back(const packs::Pack& pack, const std::vector<const packs::Update*>& way,
                            const packs::Values& values) {
  std::vector<const packs::Update*> back;
  for (auto update = way.rbegin(); update != way.rend(); ++update) {
    const auto reverse =
        std::find_if(pack.updates.begin(), pack.updates.end(), [&](const packs::Update& other) {
          return other.from == (*update)->to && other.to == (*update)->from;
        });
    if (reverse == pack.updates.end()) return "";
    back.push_back(&*reverse);
  }
  return render_way(pack, back, values);
}

// What was recorded, without what the new version has no more.
packs::Values recorded_values(const packs::Pack& pack, const InstalledPack& there) {
  packs::Values values = there.record.parameters;
  std::erase_if(values, [&](const auto& value) { return pack.find_parameter(value.first) == nullptr; });
  return values;
}

}  // namespace

int pack_update(const PackRequest& request, Screen& screen) {
  const packs::Pack& pack = packs::find_pack(request.packs, request.name);
  const InstalledPack* there = find_installed(request.installed, pack.name);
  if (there == nullptr)
    throw refused(fmt::format("this project has no pack {}", pack.name), "dunlin pack add " + pack.name);
  const std::string& from = there->record.version;
  if (from == pack.version) {
    screen.json(Json::object()
                    .set("outcome", "done")
                    .set("action", "none")
                    .set("pack", pack.name)
                    .set("pack_version", from));
    screen.line(fmt::format("pack {} is at {}, the newest here", pack.name, from));
    return 0;
  }
  const auto way = packs::way_from(pack, from);
  if (!way)
    throw refused(fmt::format("pack {} has no way from {} to {}; nothing was written", pack.name,
                              printable(from), pack.version),
                  "another version of dunlin may have one; or remove the pack and add it again");
  const packs::Values values =
      packs::read_values(pack, request.invocation.parameters, recorded_values(pack, *there));
  PackMigration migration;
  migration.record = packs::Record{packs::Action::update, pack.name, pack.version, values};
  migration.name = fmt::format("pack_{}_{}", pack.name, join(split_list(pack.version, '.'), "_"));
  migration.title = fmt::format("pack {} from {} to {}", pack.name, from, pack.version);
  migration.up = render_way(pack, *way, values);
  migration.down = render_way_back(pack, *way, values);
  const PackAnswer answer =
      ask_to_update(request.invocation, request.config, request.migrations, pack, migration.up);
  return write_pack(request, pack, std::move(migration), answer, screen);
}

}  // namespace dunlin::cli
