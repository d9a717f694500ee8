#include "transfer/load/LoadSession.hpp"

#include <chrono>
#include <fmt/format.h>
#include <thread>
#include <unistd.h>

#include "base/Identifier.hpp"
#include "postgres/SessionSettings.hpp"

namespace dunlin::transfer {
namespace {

using namespace std::chrono_literals;
// "dunlin" spelled as a number is the lease's class; the transfer's is the next one.
constexpr int k_lock_class = 0x64756e6d;

std::string lock_object(std::int64_t transfer) {
  return std::to_string(static_cast<int>(transfer & 0x7fffffff));
}

}  // namespace

std::vector<std::pair<std::string, std::string>> load_settings(int server_version) {
  std::vector<std::pair<std::string, std::string>> settings{
      {"synchronous_commit", "off"},  // commits wait for nothing; the one that moves the tables flushes all
      {"statement_timeout", "0"},     // a role's default is for short queries
      {"lock_timeout", "0"},          // and one session of ours may wait for another
      {"jit", "off"},                 // compiling costs more than the expressions of COPY
      {"row_security", "off"},        // what is compared must be all rows
  };
  if (server_version >= 140000) settings.emplace_back("idle_session_timeout", "0");
  return settings;
}

namespace {

// With every schema that names of a migration may come from: also the one that has citext, so that its
// operators are found.
postgres::Connection open_in_all_schemas(const SessionTarget& target) {
  const std::string name = fmt::format("dunlin transfer {} of pid {}", target.transfer, ::getpid());
  auto connection = postgres::Connection::open_in_schemas(target.url, {target.schema, "public"}, name);
  const auto other = connection.exec(
      R"(SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
         WHERE e.extname = 'citext' AND n.nspname NOT IN ($1, 'public'))",
      {target.schema});
  if (other.rows() == 0) return connection;
  return postgres::Connection::open_in_schemas(target.url, {target.schema, "public", other.string(0, 0)},
                                               name);
}

}  // namespace

postgres::Connection open_load_session(const SessionTarget& target) {
  auto connection = open_in_all_schemas(target);
  postgres::begin_session(connection);
  if (connection.facts().pooled) {
    throw refused(
        "a transfer needs sessions of its own, and a connection pooler stands between us and the server",
        "point the environment's url at the server itself (a direct connection)");
  }
  for (const auto& [name, value] : load_settings(connection.server_version()))
    connection.exec("SELECT pg_catalog.set_config($1, $2, false)", {name, value});
  // Index builds sort in memory; what the server or role has already may be more.
  connection.exec(
      R"(SELECT pg_catalog.set_config('maintenance_work_mem', '262144kB', false) FROM pg_catalog.pg_settings
                     WHERE name = 'maintenance_work_mem' AND setting::bigint < 262144)");
  if (target.transfer != 0)
    connection.exec("SELECT pg_catalog.pg_advisory_lock_shared($1::int, $2::int)",
                    {std::to_string(k_lock_class), lock_object(target.transfer)});
  return connection;
}

void end_orphans(postgres::Connection& connection, std::int64_t transfer) {
  const postgres::Parameters key{std::to_string(k_lock_class), lock_object(transfer)};
  const auto give_up = std::chrono::steady_clock::now() + 60s;
  while (true) {
    const auto ended = connection.exec(
        R"(SELECT count(pg_catalog.pg_terminate_backend(pid)), min(pid) FROM pg_catalog.pg_locks
           WHERE locktype = 'advisory' AND classid = $1::int::oid AND objid = $2::int::oid AND objsubid = 2
             AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
             AND pid <> pg_catalog.pg_backend_pid())",
        key);
    if (ended.number(0, 0) == 0) return;
    if (std::chrono::steady_clock::now() > give_up) {
      throw Error(ErrorCode::lock_timeout,
                  fmt::format("a session of a broken-off run is still at work (pid {})", ended.string(0, 1)),
                  "wait for it to end, or restart the server; then run the same command again");
    }
    std::this_thread::sleep_for(50ms);
  }
}

}  // namespace dunlin::transfer
