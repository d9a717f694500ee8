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

void require_new(const PackRequest& request, const packs::Pack& pack) {
  const InstalledPack* there = find_installed(request.installed, pack.name);
  if (there == nullptr) return;
  const bool older = there->record.version != pack.version;
  throw refused(
      fmt::format("pack {} {} is there already, since {}", pack.name, there->record.version,
                  printable(there->file)),
      older ? fmt::format("dunlin pack update {} takes it to {}", pack.name, pack.version)
            : fmt::format("dunlin pack remove {} takes it out; other parameters need both", pack.name));
}

void require_others(const PackRequest& request, const packs::Pack& pack) {
  std::vector<std::string> missing, commands;
  for (const std::string& name : pack.requires_packs) {
    if (find_installed(request.installed, name) != nullptr) continue;
    missing.push_back(name);
    commands.push_back("dunlin pack add " + name);
  }
  if (missing.empty()) return;
  throw refused(fmt::format("pack {} builds on {} {}, which this project doesn't have; nothing was written",
                            pack.name, missing.size() == 1 ? "pack" : "packs", join(missing, ", ")),
                "first: " + join(commands, " && "));
}

}  // namespace

int pack_add(const PackRequest& request, Screen& screen) {
  const packs::Pack& pack = packs::find_pack(request.packs, request.name);
  require_new(request, pack);
  require_others(request, pack);
  const packs::Values values = packs::read_values(pack, request.invocation.parameters);
  PackMigration migration;
  migration.record = packs::Record{packs::Action::add, pack.name, pack.version, values};
  migration.name = "pack_" + pack.name;
  migration.title = fmt::format("pack {} {}: {}", pack.name, pack.version, pack.title);
  migration.up = packs::render(pack, pack.up, "up.sql", values);
  migration.down = packs::render(pack, pack.down, "down.sql", values);
  const PackAnswer answer =
      ask_to_add(request.invocation, request.config, request.migrations, pack, values, migration.up);
  return write_pack(request, pack, std::move(migration), answer, screen);
}

}  // namespace dunlin::cli
