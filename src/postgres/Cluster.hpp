#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dunlin::postgres {

/// Folders with PostgreSQL server programs (initdb, postgres, pg_ctl) on this machine, newest version first.
/// `preferred` is looked at first when it isn't empty.
std::vector<std::filesystem::path> find_server_programs(const std::filesystem::path& preferred);

struct ClusterOptions {
  std::filesystem::path data;      ///< data directory; made by initdb when it isn't there
  std::filesystem::path programs;  ///< folder with initdb and pg_ctl
  bool durable = true;             ///< false: fsync off, for scratch servers whose data nobody needs
  std::vector<std::pair<std::string, std::string>> settings;  ///< added to the server's command line
};

/// A private PostgreSQL server: unix socket only, in a directory that only its owner can enter; superuser
/// "postgres" without a password. As root the server runs as an unprivileged system user, because PostgreSQL
/// refuses root. Several processes may share one: the last one to let go stops it.
class Cluster {
 public:
  /// Starts the server, or joins the one that runs on this data directory. Throws a failed Error with the end
  /// of the server's log when it doesn't start.
  static Cluster start(const ClusterOptions& options);
  ~Cluster();
  Cluster(Cluster&& other) noexcept;
  Cluster& operator=(Cluster&& other) noexcept;

  /// Connection string for a database of this server.
  std::string target(const std::string& database) const;
  const std::filesystem::path& data() const { return options_.data; }
  int server_pid() const;

  /// Stops the server now, whoever uses it. `immediate`: as in a crash.
  void stop(bool immediate = false);
  /// Leaves the server running when this object goes.
  void keep_running() { keep_running_ = true; }

 private:
  Cluster() = default;
  void make_data_directory() const;
  void start_server() const;
  bool is_running() const;

  ClusterOptions options_;
  std::filesystem::path socket_directory_;
  std::string user_;  ///< system user the server runs as; "" for our own
  int lock_ = -1;     ///< shared lock on a file beside the data: who else uses this cluster
  bool keep_running_ = false;
};

/// The private cluster of a project folder: data in <root>/.dunlin/postgres, or under /var/lib/dunlin/<hash
/// of root> when we are root, because the server's user can't enter root's home.
std::filesystem::path project_cluster_directory(const std::filesystem::path& root);

}  // namespace dunlin::postgres
