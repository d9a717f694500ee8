#include <filesystem>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Session.hpp"
#include "cli/transfer/Verbs.hpp"

namespace dunlin::cli {

#define VERB(name, summary) int transfer_##name(const TransferRequest&, Screen&);
#include "cli/transfer/verbs.inc"
#undef VERB

const std::vector<TransferVerb>& transfer_verbs() {
  static const std::vector<TransferVerb> k_verbs{
#define VERB(name, summary) {#name, summary, transfer_##name},
#include "cli/transfer/verbs.inc"
#undef VERB
  };
  return k_verbs;
}

namespace {

namespace fs = std::filesystem;

Error no_such_verb(const std::string& typed) {
  std::vector<std::string> names;
  for (const auto& verb : transfer_verbs()) names.emplace_back(verb.name);
  const auto near = nearest(typed, names);
  return usage_error(
      typed.empty() ? "dunlin transfer needs a verb"
                    : fmt::format("dunlin transfer has no verb '{}'", printable(typed)),
      near ? fmt::format("did you mean {}?", *near) : fmt::format("one of: {}", join(names, ", ")));
}

const TransferVerb& verb_of(const Invocation& invocation) {
  const std::string typed = invocation.arguments.empty() ? "" : invocation.arguments.front();
  if (invocation.arguments.size() > 1)
    throw usage_error(
        fmt::format("dunlin transfer {} takes no '{}'", printable(typed), printable(invocation.arguments[1])),
        "see dunlin help transfer");
  for (const auto& verb : transfer_verbs()) {
    if (typed == verb.name) return verb;
  }
  throw no_such_verb(typed);
}

model::Config with_flags(model::Config config, const Invocation& invocation) {
  if (invocation.schema) config.transfer.schema = *invocation.schema;
  if (invocation.connections) config.transfer.connections = *invocation.connections;
  config.transfer.directory = (fs::path(config.root) / config.transfer.directory).string();
  return config;
}

fs::path source_of(const Invocation& invocation) {
  if (!invocation.from) throw usage_error("which SQLite file?", "dunlin transfer VERB --from app.db");
  return fs::absolute(*invocation.from).lexically_normal();
}

}  // namespace

int run_transfer(const Invocation& invocation, Screen& screen) {
  const TransferVerb& verb = verb_of(invocation);
  const model::Config config = with_flags(load_project(invocation), invocation);
  const fs::path source = source_of(invocation);
  return verb.run({invocation, config, source, transfer::workplace_for(config.root, source)}, screen);
}

}  // namespace dunlin::cli
