#include "transfer/prepare/ServerChecks.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <sys/statvfs.h>

#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

constexpr int k_oldest_version = 140000;
// Tables, indexes and the WAL that is written before a checkpoint lets it go (docs/transfer.md).
constexpr std::uint64_t k_growth = 3;

Check version_check(const ServerFacts& server) {
  const std::string text = fmt::format("PostgreSQL {}, database {}, user {}", server.version,
                                       printable(server.database), printable(server.user));
  if (server.version_number >= k_oldest_version) return {"server", CheckState::ok, text, ""};
  return {"server", CheckState::refused, text + ": dunlin needs version 14 or newer", "upgrade the server"};
}

Check tls_check(const ServerFacts& server) {
  if (!server.tls.empty()) return {"TLS", CheckState::ok, server.tls, ""};
  if (server.local) return {"TLS", CheckState::ok, "not in use; the connection stays on this machine", ""};
  return {"TLS", CheckState::warning,
          fmt::format("not in use: rows and password go to {} in the clear", server.host),
          "add sslmode=verify-full (or at least require) to the URL"};
}

Check writable_check(const ServerFacts& server) {
  if (server.in_recovery)
    return {"writable", CheckState::refused, "this server is a read-only replica",
            "point the environment's url at the primary server"};
  if (server.read_only)
    return {"writable", CheckState::refused,
            "this session is read-only (default_transaction_read_only is on for the role, the database or "
            "the server)",
            "switch it off there (ALTER ROLE or DATABASE ... RESET default_transaction_read_only), or use a "
            "role that may write"};
  if (server.pooled)
    return {"connection", CheckState::refused,
            "a connection pooler stands between us and the server, and a transfer needs sessions of its own",
            "point the environment's url at the server itself (a direct connection)"};
  return {"writable", CheckState::ok, "the primary server", ""};
}

Check encoding_check(const ServerFacts& server) {
  if (server.encoding == "UTF8") return {"encoding", CheckState::ok, "UTF8", ""};
  return {"encoding", CheckState::refused,
          fmt::format("the database is in {}, which can't hold all text that SQLite can", server.encoding),
          "make a database with: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0"};
}

Check rights_check(const ServerFacts& server, const std::string& schema) {
  if (!server.may_create_schemas)
    return {"rights", CheckState::refused,
            fmt::format("{} may not create schemas in {} (the staging schema is one)", printable(server.user),
                        printable(server.database)),
            fmt::format("GRANT CREATE ON DATABASE {} TO {};", printable(server.database),
                        printable(server.user))};
  if (server.schema_exists && !(server.may_use_schema && server.may_create_in_schema))
    return {
        "rights", CheckState::refused,
        fmt::format("{} may not create tables in schema {}", printable(server.user), printable(schema)),
        fmt::format("GRANT USAGE, CREATE ON SCHEMA {} TO {};", printable(schema), printable(server.user))};
  return {"rights", CheckState::ok,
          fmt::format(
              "CREATE on the database{}",
              server.schema_exists ? fmt::format(", USAGE and CREATE on schema {}", printable(schema)) : ""),
          ""};
}

Check other_transfer(const ServerFacts& server, const std::string& schema, const ServerNeeds& needs) {
  if (server.transfer_source != needs.source)
    return {"target schema", CheckState::refused,
            fmt::format("a transfer of {} into {} is at stage {}", printable(server.transfer_source),
                        printable(schema), server.transfer_stage),
            "end that one first (dunlin transfer finalize), or use another schema: --schema NAME"};
  return {"target schema", CheckState::refused,
          fmt::format("this transfer is at stage {} already: what it began with must stay as it is",
                      server.transfer_stage),
          "go on with it: dunlin transfer status says what comes next"};
}

Check schema_check(const ServerFacts& server, const std::string& schema, const ServerNeeds& needs) {
  if (!server.transfer_stage.empty()) return other_transfer(server, schema, needs);
  if (!server.schema_exists)
    return {"target schema", CheckState::ok, fmt::format("{} will be made", printable(schema)), ""};
  if (server.objects.empty())
    return {"target schema", CheckState::ok, fmt::format("{} is empty", printable(schema)), ""};
  std::string names = join(server.objects, ", ");
  if (server.object_count > static_cast<std::int64_t>(server.objects.size()))
    names +=
        fmt::format(" and {} more", server.object_count - static_cast<std::int64_t>(server.objects.size()));
  return {"target schema", CheckState::refused,
          fmt::format("{} holds {}: {}", printable(schema),
                      counted(static_cast<std::size_t>(server.object_count), "object"), printable(names)),
          "dunlin drops nothing: use an empty schema (--schema NAME) or an empty database"};
}

Check connection_check(const ServerFacts& server, int pool_size) {
  const int usable = server.max_connections - server.reserved_connections;
  const int left = usable - server.used_connections;
  const std::string text =
      fmt::format("max_connections {} ({} reserved, {} in use), pool of the environment {}",
                  server.max_connections, server.reserved_connections, server.used_connections, pool_size);
  if (pool_size <= left) return {"connections", CheckState::ok, text, ""};
  return {"connections", CheckState::warning, text + fmt::format(": {} are left", std::max(left, 0)),
          "raise max_connections, lower pool_size in dunlin.toml, or put a pooler in between"};
}

std::string setting(const ServerFacts& server, std::string_view name) {
  for (const auto& [key, value] : server.settings)
    if (key == name) return value;
  return "";
}

std::vector<Check> setting_checks(const ServerFacts& server) {
  std::vector<Check> checks;
  std::vector<std::string> shown;
  for (const char* name :
       {"wal_level", "max_wal_size", "maintenance_work_mem", "shared_buffers", "synchronous_commit"})
    shown.push_back(fmt::format("{} {}", name, setting(server, name)));
  checks.push_back({"settings", CheckState::ok, join(shown, ", "), ""});
  if (setting(server, "fsync") == "off" || setting(server, "full_page_writes") == "off")
    checks.push_back({"settings", CheckState::warning,
                      "fsync or full_page_writes is off: a crash of the machine may lose what was moved",
                      "switch them on before the application uses this server"});
  if (const auto limit = setting(server, "statement_timeout"); limit != "0" && !limit.empty())
    checks.push_back({"settings", CheckState::note,
                      fmt::format("statement_timeout is {} for this role", limit),
                      "dunlin sets its own for its session"});
  return checks;
}

std::optional<Check> citus_check(const ServerFacts& server, const model::TransferConfig& config) {
  if (config.distribution != "citus") return std::nullopt;
  if (server.has_citus) return Check{"Citus", CheckState::ok, "its functions are in this database", ""};
  return Check{
      "Citus", CheckState::refused,
      fmt::format("database {} has no create_distributed_table() and create_reference_table()",
                  printable(server.database)),
      "on the coordinator: add citus to shared_preload_libraries, restart, and run CREATE EXTENSION citus; "
      "or leave distribution out of [transfer]"};
}

std::string folded_letters(const FoldingFacts& folding) {
  return fmt::format("lower() of locale {} folds {}", printable(folding.locale),
                     folding.folds_more ? "letters beyond A to Z too" : "A to Z only, as SQLite does");
}

// A database that has citext somewhere else than where queries look compares by bytes, without a word.
Check citext_check(const ServerFacts& server) {
  const FoldingFacts& folding = server.folding;
  const char* other = "or choose nocase = \"icu\" or \"index\" in [transfer] of dunlin.toml";
  if (std::find(server.extensions.begin(), server.extensions.end(), "citext") == server.extensions.end())
    return {"citext", CheckState::refused, "the extension citext isn't installed on the server",
            fmt::format("install the server's contrib package, {}", other)};
  if (!folding.folds_ascii)
    return {"citext", CheckState::refused,
            fmt::format("lower() of locale {} doesn't fold A to Z as SQLite does: rows that SQLite takes for "
                        "equal would differ",
                        printable(folding.locale)),
            "choose nocase = \"icu\" or \"index\" in [transfer] of dunlin.toml"};
  const std::string folds = folded_letters(folding);
  if (!folding.citext_schema.empty() && !folding.citext_visible)
    return {
        "citext", CheckState::warning,
        fmt::format("it is in schema {}, which isn't in the search_path of {}: its comparisons would go by "
                    "bytes there; {}",
                    printable(folding.citext_schema), printable(server.user), folds),
        fmt::format("for the application's role too: ALTER ROLE ... SET search_path = public, {}",
                    printable(folding.citext_schema))};
  if (!folding.citext_schema.empty())
    return {"citext", CheckState::ok,
            fmt::format("in schema {}; {}", printable(folding.citext_schema), folds), ""};
  if (!folding.may_create_citext)
    return {"citext", CheckState::refused,
            fmt::format("{} may not create the extension citext", printable(server.user)),
            fmt::format("let a superuser run CREATE EXTENSION citext SCHEMA public, {}", other)};
  if (!folding.public_exists)
    return {"citext", CheckState::refused,
            "citext isn't there yet, and neither is schema public to put it in",
            "CREATE EXTENSION citext in a schema of your choice, which is in search_path"};
  return {"citext", CheckState::ok, fmt::format("will be made in schema public; {}", folds), ""};
}

// What [transfer] and its rules ask for; whether a column really is NOCASE isn't known yet.
bool asks_for(const model::TransferConfig& config, const std::string& way) {
  return config.nocase == way || std::any_of(config.rules.begin(), config.rules.end(), [&](const auto& rule) {
           return rule.nocase == way || rule.to == way;
         });
}

std::vector<Check> folding_checks(const ServerFacts& server, const model::TransferConfig& config) {
  std::vector<Check> checks;
  if (asks_for(config, "citext")) checks.push_back(citext_check(server));
  if (!asks_for(config, "icu")) return checks;
  if (server.folding.icu)
    checks.push_back(
        {"ICU", CheckState::ok, "the server has it: collations that fold letters can be made", ""});
  else
    checks.push_back({"ICU", CheckState::refused, "the server was built without ICU",
                      "choose nocase = \"citext\" or \"index\" in [transfer] of dunlin.toml"});
  return checks;
}

Check disk_check(const ServerFacts& server, std::uint64_t needed) {
  const std::string wanted = needed == 0 ? "" : fmt::format("about {} are needed", describe_size(needed));
  struct statvfs info {};
  if (!server.local || !server.data_directory || ::statvfs(server.data_directory->c_str(), &info) != 0)
    return {"free disk there", CheckState::note, "not known" + (wanted.empty() ? "" : "; " + wanted),
            "look at the server's disk or its provider's console"};
  const auto free = static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
  const std::string text = describe_size(free) + " free" + (wanted.empty() ? "" : ", " + wanted);
  if (free >= needed) return {"free disk there", CheckState::ok, text, ""};
  return {"free disk there", free < needed / k_growth ? CheckState::refused : CheckState::warning, text,
          "make room on the server's disk"};
}

}  // namespace

std::vector<Check> check_capacity(const ServerFacts& server, int pool_size, std::uint64_t needed_bytes) {
  std::vector<Check> checks{tls_check(server), connection_check(server, pool_size)};
  for (Check& check : setting_checks(server)) checks.push_back(std::move(check));
  checks.push_back(disk_check(server, needed_bytes));
  return checks;
}

std::vector<Check> check_server(const ServerFacts& server, const model::TransferConfig& config,
                                const ServerNeeds& needs) {
  std::vector<Check> checks{version_check(server), writable_check(server), encoding_check(server),
                            rights_check(server, config.schema), schema_check(server, config.schema, needs)};
  if (auto check = citus_check(server, config)) checks.push_back(std::move(*check));
  for (Check& check : folding_checks(server, config)) checks.push_back(std::move(check));
  for (Check& check : check_capacity(server, needs.pool_size, k_growth * needs.source_bytes))
    checks.push_back(std::move(check));
  return checks;
}

}  // namespace dunlin::transfer
