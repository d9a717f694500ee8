#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/encrypt/Verbs.hpp"

namespace dunlin::cli {

#define VERB(name, summary) int encrypt_##name(const EncryptRequest&, Screen&);
#include "cli/encrypt/verbs.inc"
#undef VERB

const std::vector<EncryptVerb>& encrypt_verbs() {
  static const std::vector<EncryptVerb> k_verbs{
#define VERB(name, summary) {#name, summary, encrypt_##name},
#include "cli/encrypt/verbs.inc"
#undef VERB
  };
  return k_verbs;
}

namespace {

Error no_such_verb(const std::string& typed) {
  std::vector<std::string> names;
  for (const auto& verb : encrypt_verbs()) names.emplace_back(verb.name);
  const auto near = nearest(typed, names);
  return usage_error(
      typed.empty() ? "dunlin encrypt needs a verb"
                    : fmt::format("dunlin encrypt has no verb '{}'", printable(typed)),
      near ? fmt::format("did you mean {}?", *near) : fmt::format("one of: {}", join(names, ", ")));
}

}  // namespace

int run_encrypt(const Invocation& invocation, Screen& screen) {
  const std::string typed = invocation.arguments.empty() ? "" : invocation.arguments.front();
  for (const auto& verb : encrypt_verbs()) {
    if (typed != verb.name) continue;
    return verb.run({invocation,
                     load_project(invocation),
                     {invocation.arguments.begin() + 1, invocation.arguments.end()}},
                    screen);
  }
  throw no_such_verb(typed);
}

}  // namespace dunlin::cli
