#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "postgres/Cluster.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::rehearse {

class ScratchDatabase;

/// What belongs to a server and to none of its databases, so that a script meets what another one left.
struct SharedObjects {
  std::vector<std::string> roles;
  std::vector<std::string> databases;  ///< that scripts made: neither templates nor scratch databases

  friend bool operator==(const SharedObjects&, const SharedObjects&) = default;
};

/// A server on which databases are made and dropped at will. One process has it at a time, because roles
/// belong to the server as a whole. Move-only.
class ScratchServer {
 public:
  /// Starts the project's scratch cluster: not durable, and apart from its private one, whose roles a
  /// rehearsal would meet. What a killed process left there is dropped. `programs` decides the version. The
  /// server takes `connections` sessions at the same time.
  static ScratchServer start(const std::filesystem::path& root, const std::filesystem::path& programs,
                             int connections = 100);

  /// Uses a cluster that belongs to the caller and outlives this.
  static ScratchServer on(const postgres::Cluster& cluster, const std::filesystem::path& programs);

  ~ScratchServer();
  ScratchServer(ScratchServer&&) noexcept;
  ScratchServer& operator=(ScratchServer&&) noexcept;

  /// An empty database.
  ScratchDatabase create();
  /// A copy of `original`, which nobody may be connected to.
  ScratchDatabase copy(const ScratchDatabase& original);

  /// 150018
  int version() const;
  /// A pg_dump that can read this server (its own, or that of a newer version), or an empty path.
  const std::filesystem::path& pg_dump() const;

  /// The roles and databases that are there now.
  SharedObjects shared_objects();
  /// Attributes, settings and memberships of these roles as one text, for seeing whether they changed.
  std::string describe_roles(const std::vector<std::string>& roles);
  void create_role(const std::string& role);
  /// Drops roles and databases that aren't among `kept`, but no scratch database. Scratch databases with
  /// anything of these roles must be gone.
  void drop_except(const SharedObjects& kept);

  struct State;

 private:
  explicit ScratchServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A database of a ScratchServer, dropped with this object. Must not outlive the server. Move-only.
class ScratchDatabase {
 public:
  ~ScratchDatabase();
  ScratchDatabase(ScratchDatabase&& other) noexcept;
  ScratchDatabase& operator=(ScratchDatabase&& other) noexcept;

  const std::string& name() const { return name_; }
  /// Connection string.
  std::string target() const;
  /// A session with our settings applied.
  postgres::Connection connect() const;
  /// Drops it now, whoever is connected.
  void drop();

 private:
  friend class ScratchServer;
  ScratchDatabase(ScratchServer::State& server, std::string name)
      : server_(&server), name_(std::move(name)) {}

  ScratchServer::State* server_;
  std::string name_;  ///< "" once it is dropped or moved from
};

}  // namespace dunlin::rehearse
