#include "postgres/Cluster.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Hash.hpp"
#include "base/Process.hpp"
#include "base/Text.hpp"

namespace dunlin::postgres {
namespace fs = std::filesystem;
namespace {

// PostgreSQL refuses to run as root; Debian's package brings "postgres", every system has "nobody".
std::string server_user() {
  if (::geteuid() != 0) return "";
  return find_user("postgres") ? "postgres" : "nobody";
}

void own_directory(const fs::path& directory, const std::string& user) {
  fs::create_directories(directory);
  struct stat info {};
  if (::lstat(directory.c_str(), &info) != 0 || !S_ISDIR(info.st_mode) ||
      (::geteuid() != 0 && info.st_uid != ::geteuid())) {
    throw Error(ErrorCode::failed, fmt::format("{} belongs to somebody else", directory.string()),
                "remove it, or ask its owner to");
  }
  ::chmod(directory.c_str(), 0700);
  if (user.empty()) return;
  const auto ids = find_user(user);
  if (ids && ::chown(directory.c_str(), ids->first, ids->second) != 0) {
    throw Error(ErrorCode::failed,
                fmt::format("can't give {} to the system user {}", directory.string(), user));
  }
}

std::string end_of(const fs::path& log) {
  std::error_code missing;
  if (!fs::exists(log, missing)) return "";
  const std::string text = read_file(log);
  return text.size() > 2000 ? text.substr(text.size() - 2000) : text;
}

// A socket's path may have 107 bytes at most, so sockets live in a short directory named after the data
// directory: under /run for root, where nobody else can put anything in its place.
fs::path socket_directory_of(const fs::path& data) {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  const fs::path base = ::geteuid() == 0 ? "/run" : runtime != nullptr ? runtime : "/tmp";
  return base / fmt::format("dunlin-{}-{}", ::geteuid(), sha256(data.string()).substr(0, 12));
}

int open_lock(const fs::path& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) throw Error(ErrorCode::failed, fmt::format("can't open {}", file.string()));
  return fd;
}

// Held while a server is made, started or stopped: nobody joins one that is on its way down. Apart from the
// lock that says who uses the server, which is held for as long as a command runs.
class Gate {
 public:
  explicit Gate(const fs::path& data) : fd_(open_lock(data.string() + ".gate")) { ::flock(fd_, LOCK_EX); }
  ~Gate() { ::close(fd_); }
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

 private:
  int fd_;
};

}  // namespace

std::vector<fs::path> find_server_programs(const fs::path& preferred) {
  std::vector<fs::path> found;
  const auto consider = [&](const fs::path& folder) {
    if (!folder.empty() && ::access((folder / "pg_ctl").c_str(), X_OK) == 0 &&
        ::access((folder / "initdb").c_str(), X_OK) == 0) {
      found.push_back(folder);
    }
  };
  consider(preferred);
  std::vector<int> majors;
  for (const auto& name : list_directory("/usr/lib/postgresql")) majors.push_back(std::atoi(name.c_str()));
  std::sort(majors.rbegin(), majors.rend());
  for (const int major : majors) consider(fs::path("/usr/lib/postgresql") / std::to_string(major) / "bin");
  for (const auto& folder : split_list(std::getenv("PATH") != nullptr ? std::getenv("PATH") : "", ':'))
    consider(folder);
  consider("/usr/local/pgsql/bin");
  return found;
}

Cluster Cluster::start(const ClusterOptions& options) {
  Cluster cluster;
  cluster.options_ = options;
  cluster.options_.data = fs::absolute(options.data);
  cluster.user_ = server_user();
  cluster.socket_directory_ = socket_directory_of(cluster.options_.data);
  fs::create_directories(cluster.options_.data.parent_path());
  const Gate gate(cluster.options_.data);
  cluster.lock_ = open_lock(cluster.options_.data.string() + ".lock");
  ::flock(cluster.lock_, LOCK_SH);
  if (!fs::exists(cluster.options_.data / "PG_VERSION")) cluster.make_data_directory();
  own_directory(cluster.socket_directory_, cluster.user_);
  if (!cluster.is_running()) cluster.start_server();
  return cluster;
}

void Cluster::make_data_directory() const {
  own_directory(options_.data, user_);
  std::vector<std::string> argv{(options_.programs / "initdb").string(),
                                "-D",
                                options_.data.string(),
                                "-U",
                                "postgres",
                                "--auth=trust",
                                "--encoding=UTF8",
                                "--locale=C.UTF-8",
                                "--no-instructions"};
  if (!options_.durable) argv.push_back("--no-sync");
  const auto made = run_process({.argv = std::move(argv), .directory = "/", .user = user_});
  if (made.exit_code != 0) throw Error(ErrorCode::failed, "initdb failed", std::string(trim(made.output)));
}

bool Cluster::is_running() const {
  const int pid = server_pid();
  return pid > 0 && ::kill(pid, 0) == 0 && fs::exists(socket_directory_ / ".s.PGSQL.5432");
}

int Cluster::server_pid() const {
  std::ifstream file(options_.data / "postmaster.pid");
  int pid = 0;
  file >> pid;
  return pid;
}

void Cluster::start_server() const {
  std::string settings = fmt::format(
      "-c port=5432 -c listen_addresses='' -c unix_socket_directories='{}' -c unix_socket_permissions=0700",
      socket_directory_.string());
  if (!options_.durable) settings += " -c fsync=off -c full_page_writes=off";
  for (const auto& [name, value] : options_.settings) settings += fmt::format(" -c {}={}", name, value);
  const fs::path log = options_.data / "server.log";
  const auto started =
      run_process({.argv = {(options_.programs / "pg_ctl").string(), "-D", options_.data.string(), "-l",
                            log.string(), "-o", settings, "-w", "-t", "120", "start"},
                   .directory = "/",
                   .user = user_});
  if (started.exit_code == 0) return;
  throw Error(ErrorCode::failed,
              fmt::format("the private PostgreSQL in {} did not start", options_.data.string()),
              fmt::format("{}\n{}", trim(started.output), trim(end_of(log))));
}

std::string Cluster::target(const std::string& database) const {
  std::string escaped;
  for (const char c : database) {
    if (c == '\'' || c == '\\') escaped += '\\';
    escaped += c;
  }
  // PGHOSTADDR would come before the folder of the socket.
  return fmt::format("host='{}' hostaddr='' port=5432 user=postgres dbname='{}'", socket_directory_.string(),
                     escaped);
}

void Cluster::stop(bool immediate) {
  run_process({.argv = {(options_.programs / "pg_ctl").string(), "-D", options_.data.string(), "-m",
                        immediate ? "immediate" : "fast", "-w", "stop"},
               .directory = "/",
               .user = user_});
  std::error_code in_use;
  fs::remove(socket_directory_, in_use);  // empty once the server has stopped
}

Cluster::~Cluster() {
  if (lock_ < 0) return;
  try {
    if (!keep_running_) {
      const Gate gate(options_.data);
      // The exclusive lock can be had only when nobody else uses the server.
      if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) stop();
    }
  } catch (const Error&) {
    // It stays up and the next command joins it.
  }
  ::close(lock_);
}

Cluster::Cluster(Cluster&& other) noexcept
    : options_(std::move(other.options_)),
      socket_directory_(std::move(other.socket_directory_)),
      user_(std::move(other.user_)),
      lock_(std::exchange(other.lock_, -1)),
      keep_running_(other.keep_running_) {}

Cluster& Cluster::operator=(Cluster&& other) noexcept {
  std::swap(options_, other.options_);
  std::swap(socket_directory_, other.socket_directory_);
  std::swap(user_, other.user_);
  std::swap(lock_, other.lock_);
  std::swap(keep_running_, other.keep_running_);
  return *this;
}

fs::path project_cluster_directory(const fs::path& root) {
  if (::geteuid() != 0) return root / ".dunlin" / "postgres";
  return fs::path("/var/lib/dunlin") / sha256(fs::weakly_canonical(root).string()).substr(0, 16) / "postgres";
}

}  // namespace dunlin::postgres
