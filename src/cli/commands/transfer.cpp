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

// One transfer with its own source. Of several sources, each becomes a schema of its file's name.
struct Source {
  fs::path file;
  std::string schema;
};

std::vector<Source> sources_of(const Invocation& invocation, const std::string& schema) {
  std::vector<Source> sources;
  if (invocation.sources.empty())
    throw usage_error("which SQLite file?", "dunlin transfer VERB --from app.db");
  if (invocation.sources.size() > 1 && invocation.schema)
    throw usage_error("several files can't share one schema", "without --schema each gets one of its name");
  for (const auto& typed : invocation.sources) {
    if (typed.empty()) throw usage_error("--from names no file", "dunlin transfer VERB --from app.db");
    const fs::path file = fs::absolute(typed).lexically_normal();
    sources.push_back({file, invocation.sources.size() > 1 ? file.stem().string() : schema});
    for (std::size_t i = 0; i + 1 < sources.size(); ++i) {
      if (sources[i].schema == sources.back().schema)
        throw usage_error(
            fmt::format("{} and {} would share the schema {}", printable(sources[i].file.string()),
                        printable(file.string()), printable(sources[i].schema)),
            "transfer them one by one, each with its --schema");
    }
  }
  return sources;
}

int run_verb(const TransferVerb& verb, const Invocation& invocation, model::Config config,
             const Source& source, Screen& screen) {
  config.transfer.schema = source.schema;
  const auto workplace = transfer::workplace_for(config.root, source.file);
  return verb.run({invocation, std::move(config), source.file, workplace}, screen);
}

}  // namespace

int run_transfer(const Invocation& invocation, Screen& screen) {
  const TransferVerb& verb = verb_of(invocation);
  const model::Config config = with_flags(load_project(invocation), invocation);
  if (invocation.sources.empty() && verb.name == std::string_view("test"))  // it is about the server alone
    return verb.run({invocation, config, {}, {}}, screen);
  const auto sources = sources_of(invocation, config.transfer.schema);
  int exit_code = 0;
  for (const Source& source : sources) {
    if (sources.size() > 1)
      screen.note(fmt::format("== {} -> {}", printable(source.file.string()), source.schema));
    const int code = run_verb(verb, invocation, config, source, screen);
    if (exit_code == 0) exit_code = code;
  }
  return exit_code;
}

}  // namespace dunlin::cli
