#include "cli/transfer/VerbOptions.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <string>

#include "base/Duration.hpp"
#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

struct VerbOption {
  const char* name;
  const char* verbs;  // that it is for
  bool (*given)(const Invocation&);
};

// Options that every verb understands (--from, --schema, how to wait) aren't in here.
constexpr std::array<VerbOption, 8> k_verb_options{{
    {"--dry-run", "switch, return", [](const Invocation& i) { return i.dry_run; }},
    {"--drop", "return", [](const Invocation& i) { return i.drop; }},
    {"--restart", "run", [](const Invocation& i) { return i.restart; }},
    {"--connections", "run, verify, switch", [](const Invocation& i) { return i.connections.has_value(); }},
    {"--budget", "follow, switch", [](const Invocation& i) { return i.budget.has_value(); }},
    {"--capture", "follow, switch", [](const Invocation& i) { return i.capture.has_value(); }},
    {"--rounds", "follow", [](const Invocation& i) { return i.rounds.has_value(); }},
    {"--every", "follow", [](const Invocation& i) { return i.every.has_value(); }},
}};

// What shows beforehand what a verb without --dry-run would do.
std::string way_out(std::string_view verb, const VerbOption& option) {
  std::string hint = fmt::format("it is for dunlin transfer {}", option.verbs);
  if (option.name != std::string_view("--dry-run")) return hint;
  if (verb == "run") return hint + "; what a run would load, and into which tables, is what prepare shows";
  if (verb == "finalize") return hint + "; without --yes finalize asks before it ends anything";
  return hint;
}

void require_longer_than_nothing(const char* option, const std::optional<std::string>& typed) {
  if (typed && parse_duration(*typed).count() <= 0)
    throw usage_error(fmt::format("{} {} is no time at all", option, printable(*typed)),
                      fmt::format("give one above 0, like {} 500ms", option));
}

}  // namespace

void require_options_of(std::string_view verb, const Invocation& invocation) {
  for (const VerbOption& option : k_verb_options) {
    const auto verbs = split_list(option.verbs, ',');
    const bool fits =
        std::any_of(verbs.begin(), verbs.end(), [&](const auto& name) { return trim(name) == verb; });
    if (!fits && option.given(invocation))
      throw usage_error(fmt::format("dunlin transfer {} has no option {}", verb, option.name),
                        way_out(verb, option));
  }
  require_longer_than_nothing("--budget", invocation.budget);
  require_longer_than_nothing("--every", invocation.every);
}

}  // namespace dunlin::cli
