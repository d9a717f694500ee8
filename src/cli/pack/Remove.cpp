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

const InstalledPack& require_installed(const PackRequest& request, const packs::Pack& pack) {
  const InstalledPack* there = find_installed(request.installed, pack.name);
  if (there == nullptr)
    throw refused(fmt::format("this project has no pack {}", pack.name),
                  "dunlin pack list shows what it has");
  if (there->record.version != pack.version)
    throw refused(fmt::format("this project has pack {} {}, and what is known here removes {}", pack.name,
                              printable(there->record.version), pack.version),
                  "first: dunlin pack update " + pack.name);
  return *there;
}

void require_alone(const PackRequest& request, const packs::Pack& pack) {
  std::vector<std::string> users;
  for (const packs::Pack& other : request.packs) {
    const bool builds_on = std::find(other.requires_packs.begin(), other.requires_packs.end(), pack.name) !=
                           other.requires_packs.end();
    if (builds_on && find_installed(request.installed, other.name) != nullptr) users.push_back(other.name);
  }
  if (!users.empty())
    throw refused(fmt::format("pack {} is what {} {} on; nothing was written", pack.name, join(users, ", "),
                              users.size() == 1 ? "builds" : "build"),
                  "first: dunlin pack remove " + users.front());
}

}  // namespace

int pack_remove(const PackRequest& request, Screen& screen) {
  const packs::Pack& pack = packs::find_pack(request.packs, request.name);
  const InstalledPack& there = require_installed(request, pack);
  require_alone(request, pack);
  const packs::Values values = packs::complete_values(pack, there.record.parameters);
  PackMigration migration;
  migration.record = packs::Record{packs::Action::remove, pack.name, pack.version, values};
  migration.name = "remove_pack_" + pack.name;
  migration.title = fmt::format("takes pack {} {} out again", pack.name, pack.version);
  migration.up = packs::render(pack, pack.down, "down.sql", values);
  migration.down = packs::render(pack, pack.up, "up.sql", values);
  const PackAnswer answer = ask_to_remove(request.invocation, request.config, pack, migration.up);
  return write_pack(request, pack, std::move(migration), answer, screen);
}

}  // namespace dunlin::cli
