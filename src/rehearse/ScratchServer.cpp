#include "rehearse/ScratchServer.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <optional>
#include <thread>
#include <unistd.h>
#include <utility>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Identifier.hpp"
#include "base/Process.hpp"
#include "base/Text.hpp"
#include "migrate/Lease.hpp"
#include "postgres/SessionSettings.hpp"

namespace dunlin::rehearse {

namespace fs = std::filesystem;
using postgres::Connection;
using postgres::Sql;

struct ScratchServer::State {
  std::optional<postgres::Cluster> owned;
  const postgres::Cluster* cluster = nullptr;
  fs::path programs;
  std::optional<Connection> maintenance;
  std::optional<migrate::Lease> lease;
  std::optional<fs::path> pg_dump;  ///< once it was looked for
  int next = 1;                     ///< number of the next database
};

namespace {

constexpr std::string_view k_prefix = "dunlin_scratch_";
constexpr const char* k_application = "dunlin rehearsal";
// Another rehearsal of the same project is waited for: each takes seconds.
constexpr std::chrono::milliseconds k_wait{120'000};

// "pg_dump (PostgreSQL) 15.18 (Debian ...)" -> 15
int major_of(const fs::path& program) {
  const auto asked = run_process({.argv = {program.string(), "--version"}});
  const auto bracket = asked.output.find(") ");
  return bracket == std::string::npos ? 0 : std::atoi(asked.output.c_str() + bracket + 2);
}

void run(Connection& connection, const std::string& sql) {
  connection.exec(Sql::trusted(sql));
}

void drop_database(Connection& maintenance, const std::string& name) {
  run(maintenance, fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", quote_identifier(name)));
}

std::vector<std::string> list_names(const postgres::Result& rows) {
  std::vector<std::string> names;
  for (int i = 0; i < rows.rows(); ++i) names.push_back(rows.string(i, 0));
  return names;
}

void drop_leftovers(Connection& maintenance) {
  for (const auto& name : list_names(maintenance.exec(
           "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", {std::string(k_prefix)})))
    drop_database(maintenance, name);
}

// CREATE DATABASE looks ten times a second whether the template's last session has ended; a session that was
// just closed takes a millisecond or two.
void wait_until_left(Connection& maintenance, const std::string& database) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    const auto busy =
        maintenance.exec("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = $1)", {database});
    if (!busy.boolean(0, 0)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

postgres::Cluster start_cluster(const fs::path& root, const fs::path& programs, int connections) {
  const auto data = postgres::project_cluster_directory(root).parent_path() /
                    fmt::format("scratch-{}", major_of(programs / "postgres"));
  const postgres::ClusterOptions options{.data = data,
                                         .programs = programs,
                                         .durable = false,
                                         .settings = {{"autovacuum", "off"},
                                                      {"jit", "off"},
                                                      {"max_wal_size", "256MB"},
                                                      {"max_connections", std::to_string(connections)}}};
  try {
    return postgres::Cluster::start(options);
  } catch (const Error&) {
    // fsync is off, so a power cut may have damaged it. Nothing in it is needed.
    if (!fs::exists(data / "PG_VERSION") || fs::exists(data / "postmaster.pid")) throw;
    fs::remove_all(data);
  }
  return postgres::Cluster::start(options);
}

}  // namespace

ScratchServer::ScratchServer(std::unique_ptr<State> state) : state_(std::move(state)) {
  auto& maintenance = state_->maintenance;
  maintenance.emplace(
      Connection::open(state_->cluster->target("postgres"), fmt::format("{} {}", k_application, ::getpid())));
  postgres::begin_session(*maintenance);
  state_->lease.emplace(migrate::Lease::acquire(*maintenance, {.wait = k_wait}));
  drop_leftovers(*maintenance);
}

ScratchServer ScratchServer::start(const fs::path& root, const fs::path& programs, int connections) {
  auto state = std::make_unique<State>();
  state->owned = start_cluster(root, programs, connections);
  state->cluster = &*state->owned;
  state->programs = programs;
  ScratchServer server(std::move(state));
  server.drop_except({.roles = {"postgres"}, .databases = {"postgres"}});
  return server;
}

ScratchServer ScratchServer::on(const postgres::Cluster& cluster, const fs::path& programs) {
  auto state = std::make_unique<State>();
  state->cluster = &cluster;
  state->programs = programs;
  return ScratchServer(std::move(state));
}

ScratchServer::~ScratchServer() = default;
ScratchServer::ScratchServer(ScratchServer&&) noexcept = default;
ScratchServer& ScratchServer::operator=(ScratchServer&&) noexcept = default;

ScratchDatabase ScratchServer::create() {
  ScratchDatabase made(*state_, fmt::format("{}{}", k_prefix, state_->next++));
  run(*state_->maintenance, fmt::format("CREATE DATABASE {}", quote_identifier(made.name())));
  return made;
}

ScratchDatabase ScratchServer::copy(const ScratchDatabase& original) {
  ScratchDatabase made(*state_, fmt::format("{}{}", k_prefix, state_->next++));
  wait_until_left(*state_->maintenance, original.name());
  run(*state_->maintenance,
      fmt::format("CREATE DATABASE {} TEMPLATE {}{}", quote_identifier(made.name()),
                  quote_identifier(original.name()), version() >= 150000 ? " STRATEGY file_copy" : ""));
  return made;
}

int ScratchServer::version() const {
  return state_->maintenance->server_version();
}

const fs::path& ScratchServer::pg_dump() const {
  if (state_->pg_dump) return *state_->pg_dump;
  state_->pg_dump.emplace();
  auto folders = postgres::find_server_programs(state_->programs);
  folders.insert(folders.begin(), state_->programs);
  for (const auto& folder : folders) {
    const auto program = folder / "pg_dump";
    if (::access(program.c_str(), X_OK) != 0 || major_of(program) < version() / 10000) continue;
    state_->pg_dump = program;
    break;
  }
  return *state_->pg_dump;
}

SharedObjects ScratchServer::shared_objects() {
  auto& maintenance = *state_->maintenance;
  return {list_names(maintenance.exec(
              "SELECT rolname FROM pg_roles WHERE NOT starts_with(rolname, 'pg_') ORDER BY 1")),
          list_names(maintenance.exec("SELECT datname FROM pg_database WHERE NOT datistemplate AND NOT "
                                      "starts_with(datname, $1) ORDER BY 1",
                                      {std::string(k_prefix)}))};
}

std::string ScratchServer::describe_roles(const std::vector<std::string>& roles) {
  return state_->maintenance
      ->exec(
          R"(SELECT coalesce(string_agg(concat_ws(' ', r.rolname, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb,
                    r.rolcanlogin, r.rolreplication, r.rolbypassrls, r.rolconnlimit, r.rolvaliduntil,
                    (SELECT string_agg(s.setconfig::text, ' ') FROM pg_db_role_setting s WHERE s.setrole = r.oid AND s.setdatabase = 0),
                    (SELECT string_agg(g.rolname || m.admin_option, ' ' ORDER BY g.rolname) FROM pg_auth_members m
                     JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid)), E'\n' ORDER BY r.rolname), '')
             FROM pg_roles r WHERE r.rolname = ANY ($1::text[]))",
          {postgres::array_literal(roles)})
      .string(0, 0);
}

void ScratchServer::create_role(const std::string& role) {
  run(*state_->maintenance, "CREATE ROLE " + quote_identifier(role));
}

void ScratchServer::drop_except(const SharedObjects& kept) {
  auto& maintenance = *state_->maintenance;
  const auto now = shared_objects();
  for (const auto& database : now.databases)
    if (!is_among(kept.databases, database)) drop_database(maintenance, database);
  for (const auto& role : now.roles) {
    if (is_among(kept.roles, role)) continue;
    run(maintenance, "DROP OWNED BY " + quote_identifier(role));
    run(maintenance, "DROP ROLE " + quote_identifier(role));
  }
}

std::string ScratchDatabase::target() const {
  return server_->cluster->target(name_);
}

Connection ScratchDatabase::connect() const {
  auto connection = Connection::open(target(), k_application);
  postgres::begin_session(connection);
  connection.exec("SET jit = off");  // compiling a query on the catalog takes longer than a whole proof
  return connection;
}

void ScratchDatabase::drop() {
  if (name_.empty()) return;
  drop_database(*server_->maintenance, std::exchange(name_, ""));
}

ScratchDatabase::~ScratchDatabase() {
  try {
    drop();
  } catch (const Error&) {
    // The server is gone, or an interrupt: the next ScratchServer drops it.
  }
}

ScratchDatabase::ScratchDatabase(ScratchDatabase&& other) noexcept
    : server_(other.server_), name_(std::exchange(other.name_, "")) {}

ScratchDatabase& ScratchDatabase::operator=(ScratchDatabase&& other) noexcept {
  std::swap(server_, other.server_);
  std::swap(name_, other.name_);
  return *this;
}

}  // namespace dunlin::rehearse
