#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <initializer_list>
#include <system_error>

#include "base/Interrupt.hpp"
#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Session.hpp"
#include "cli/transfer/ShardRequests.hpp"
#include "cli/transfer/VerbOptions.hpp"
#include "cli/transfer/Verbs.hpp"
#include "transfer/Ledger.hpp"

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

// SQLite follows symbolic links, and keeps the -wal beside what they lead to: so do we, or a return would put
// its file in the place of the link. One that leads nowhere is told by its own name.
fs::path real_file(const fs::path& typed) {
  std::error_code missing;
  const fs::path real = fs::canonical(typed, missing);
  return missing ? fs::absolute(typed).lexically_normal() : real;
}

constexpr std::size_t k_longest_schema = 63;  // bytes (PostgreSQL docs, 4.1.1: NAMEDATALEN - 1)

// It goes into the head of a migration as it stands, up to the end of the line (-- dunlin:schema).
void require_schema_name(const std::string& schema) {
  const bool odd = trim(schema) != schema || printable(schema) != schema || find_invalid_utf8(schema);
  if (schema.empty() || schema.size() > k_longest_schema || odd)
    throw usage_error(
        fmt::format("'{}' can't be the name of the target's schema", printable(schema)),
        "1 to 63 bytes of UTF-8 without control characters, and without blanks around it: --schema NAME");
}

std::vector<Source> sources_of(const Invocation& invocation, const std::string& schema) {
  std::vector<Source> sources;
  if (invocation.sources.empty())
    throw usage_error("which SQLite file?", "dunlin transfer VERB --from app.db");
  if (invocation.sources.size() > 1 && invocation.schema)
    throw usage_error("several files can't share one schema", "without --schema each gets one of its name");
  for (const auto& typed : invocation.sources) {
    if (typed.empty()) throw usage_error("--from names no file", "dunlin transfer VERB --from app.db");
    const fs::path file = real_file(typed);
    sources.push_back({file, invocation.sources.size() > 1 ? fs::path(typed).stem().string() : schema});
    require_schema_name(sources.back().schema);
    for (std::size_t i = 0; i + 1 < sources.size(); ++i) {
      if (sources[i].file == file)
        throw usage_error(fmt::format("--from names {} twice", printable(file.string())), "name it once");
      if (sources[i].schema == sources.back().schema)
        throw usage_error(
            fmt::format("{} and {} would share the schema {}", printable(sources[i].file.string()),
                        printable(file.string()), printable(sources[i].schema)),
            "transfer them one by one, each with its --schema");
    }
  }
  return sources;
}

bool holds_transfer(const TransferRequest& server) {
  const Target target(server.config);
  auto connection = target.connect();
  return transfer::find_transfer(connection, server.config.transfer.schema).has_value();
}

// Verbs that look at all servers themselves; then those that are carried out on one after the other.
int run_with_shards(const TransferVerb& verb, const TransferRequest& request, Screen& screen) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), verb.name) != names.end();
  };
  const auto servers = requests_of_shards(request);
  if (is_one_of({"prepare", "run", "backup", "test"})) return verb.run(servers.front(), screen);
  const bool drops = is_one_of({"return"}) && request.invocation.drop;
  const bool ends = drops || is_one_of({"finalize"});
  if (!ends && !is_one_of({"verify", "status", "health"}))
    throw refused(fmt::format("dunlin transfer {} doesn't work with the several servers of [transfer] shards",
                              verb.name),
                  "stop the application's writers, then dunlin transfer prepare, run and verify, and change "
                  "its configuration");
  int exit_code = 0;
  for (const auto& server : servers) {
    screen.note("== " + describe_shard(server));
    if (ends && !holds_transfer(server)) {
      screen.note("nothing is there any more");
      continue;
    }
    const int code = verb.run(server, screen);
    if (exit_code == 0) exit_code = code;
  }
  return exit_code;
}

int run_verb(const TransferVerb& verb, const Invocation& invocation, model::Config config,
             const Source& source, Screen& screen) {
  config.transfer.schema = source.schema;
  const auto workplace = transfer::workplace_for(config.root, source.file);
  const TransferRequest request{invocation, std::move(config), source.file, workplace};
  try {
    return request.config.transfer.shards.empty() ? verb.run(request, screen)
                                                  : run_with_shards(verb, request, screen);
  } catch (const Error& error) {
    if (!interrupted() || !error.hint().empty()) throw;
    throw Error(
        ErrorCode::interrupted, "interrupted",
        "what was committed stays; dunlin transfer status says how far it came, and the same command goes "
        "on from there");
  }
}

}  // namespace

int run_transfer(const Invocation& invocation, Screen& screen) {
  const TransferVerb& verb = verb_of(invocation);
  require_options_of(verb.name, invocation);
  const model::Config config = with_flags(load_project(invocation), invocation);
  if (invocation.sources.empty() && verb.name == std::string_view("test"))  // it is about the server alone
    return verb.run(requests_of_shards({invocation, config, {}, {}}).front(), screen);
  const auto sources = sources_of(invocation, config.transfer.schema);
  if (sources.size() > 1 && verb.name == std::string_view("switch"))
    throw refused(
        "several files can't be switched together: each switch has a fence and a way back of its own",
        "nothing was switched; stop the application's writers, then switch and finalize one file after the "
        "other, each with its --schema");
  int exit_code = 0;
  for (const Source& source : sources) {
    if (sources.size() > 1)
      screen.note(fmt::format("== {} -> {}", printable(source.file.string()), printable(source.schema)));
    const int code = run_verb(verb, invocation, config, source, screen);
    if (exit_code == 0) exit_code = code;
  }
  return exit_code;
}

}  // namespace dunlin::cli
