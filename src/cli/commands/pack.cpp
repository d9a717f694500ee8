#include <filesystem>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Session.hpp"
#include "cli/pack/Verbs.hpp"
#include "migrate/load/Project.hpp"
#include "packs/Library.hpp"

namespace dunlin::cli {

#define VERB(name, summary) int pack_##name(const PackRequest&, Screen&);
#include "cli/pack/verbs.inc"
#undef VERB

const std::vector<PackVerb>& pack_verbs() {
  static const std::vector<PackVerb> k_verbs{
#define VERB(name, summary) {#name, summary, pack_##name},
#include "cli/pack/verbs.inc"
#undef VERB
  };
  return k_verbs;
}

namespace {

const PackVerb& verb_of(const Invocation& invocation) {
  const std::string typed = invocation.arguments.empty() ? "" : invocation.arguments.front();
  std::vector<std::string> names;
  for (const PackVerb& verb : pack_verbs()) {
    if (typed == verb.name) return verb;
    names.emplace_back(verb.name);
  }
  const auto near = nearest(typed, names);
  throw usage_error(
      typed.empty() ? "dunlin pack needs a verb"
                    : fmt::format("dunlin pack has no verb '{}'", printable(typed)),
      near ? fmt::format("did you mean {}?", *near) : fmt::format("one of: {}", join(names, ", ")));
}

// The pack that a verb is about: every verb but list names one.
std::string name_of(const PackVerb& verb, const Invocation& invocation) {
  const bool names_one = std::string_view(verb.name) != "list";
  const std::size_t wanted = names_one ? 2 : 1;
  if (invocation.arguments.size() < wanted)
    throw usage_error(fmt::format("dunlin pack {} which pack?", verb.name),
                      "dunlin pack list shows what there is");
  if (invocation.arguments.size() > wanted)
    throw usage_error(
        fmt::format("dunlin pack {} takes no '{}'", verb.name, printable(invocation.arguments[wanted])),
        "parameters are given as --param name=value");
  return names_one ? invocation.arguments[1] : "";
}

std::vector<model::Migration> migrations_of(const model::Config& config) {
  if (config.migrations.empty() || !std::filesystem::is_directory(config.migrations)) return {};
  return migrate::load_migrations(config);
}

}  // namespace

int run_pack(const Invocation& invocation, Screen& screen) {
  const PackVerb& verb = verb_of(invocation);
  const std::string name = name_of(verb, invocation);
  const model::Config config = load_project(invocation);
  const bool in_project = config.file || std::filesystem::is_directory(config.migrations);
  const auto known = packs::load_packs(in_project ? std::filesystem::path(config.root) / "packs" : "");
  const auto migrations = migrations_of(config);
  return verb.run({invocation, config, known, migrations, installed_packs(migrations), name}, screen);
}

}  // namespace dunlin::cli
