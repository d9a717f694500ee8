#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Text.hpp"
#include "cli/LintTarget.hpp"
#include "cli/Session.hpp"
#include "cli/pack/Verbs.hpp"

namespace dunlin::cli {
namespace {

// With a database named: which of the project's versions it has.
std::optional<std::set<std::string>> applied_in_target(const PackRequest& request) {
  if (!request.invocation.environment && !request.invocation.db_url) return std::nullopt;
  const Target target(request.config);
  auto connection = target.connect();
  return applied_versions(connection);
}

// "added", "applied", "pending", "update available", ""
std::string state_of(const PackRequest& request, const packs::Pack& pack,
                     const std::optional<std::set<std::string>>& applied) {
  const InstalledPack* there = find_installed(request.installed, pack.name);
  if (there == nullptr) return "";
  if (applied && !applied->contains(there->migration.text)) return "pending";
  if (there->record.version != pack.version) return "update available";
  return applied ? "applied" : "added";
}

}  // namespace

int pack_list(const PackRequest& request, Screen& screen) {
  const auto applied = applied_in_target(request);
  Json list = Json::array();
  std::size_t width = 4;
  for (const packs::Pack& pack : request.packs) width = std::max(width, pack.name.size());
  for (const packs::Pack& pack : request.packs) {
    const InstalledPack* there = find_installed(request.installed, pack.name);
    const std::string state = state_of(request, pack, applied);
    list.add(Json::object()
                 .set("name", pack.name)
                 .set("version", pack.version)
                 .set("title", pack.title)
                 .set("state", state.empty() ? Json() : Json(state))
                 .set("installed", there == nullptr ? Json() : Json(there->record.version))
                 .set("migration", there == nullptr ? Json() : Json(there->migration.text))
                 .set("folder", pack.folder.empty() ? Json() : Json(pack.folder)));
    const std::string mark = there == nullptr ? ""
                                              : fmt::format("  [{} {} by {}]", there->record.version, state,
                                                            there->migration.text);
    screen.line(fmt::format("  {:<{}}  {:<5} {}{}", pack.name, width, pack.version, printable(pack.title),
                            screen.styled(printable(mark), Style::good)));
  }
  screen.json(Json::object().set("packs", list));
  return 0;
}

}  // namespace dunlin::cli
