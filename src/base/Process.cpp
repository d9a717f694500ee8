#include "base/Process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/Error.hpp"

namespace dunlin {
namespace {

// Runs in the child between fork and exec: only async-signal-safe calls, everything was prepared before.
[[noreturn]] void become(const Command& command, char* const* argv, int output,
                         std::optional<std::pair<unsigned, unsigned>> ids) {
  if (output >= 0) {
    ::dup2(output, 1);
    ::dup2(output, 2);
  }
  const int null = ::open("/dev/null", O_RDONLY);
  if (null >= 0) ::dup2(null, 0);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(number, SIG_DFL);
  if (ids && (::setgroups(0, nullptr) != 0 || ::setgid(ids->second) != 0 || ::setuid(ids->first) != 0))
    ::_exit(126);
  if (!command.directory.empty() && ::chdir(command.directory.c_str()) != 0) ::_exit(126);
  for (const auto& [name, value] : command.environment) ::setenv(name.c_str(), value.c_str(), 1);
  ::execvp(argv[0], argv);
  ::_exit(127);
}

std::string read_until_closed(int fd, std::chrono::steady_clock::time_point deadline, bool& timed_out) {
  std::string output;
  std::array<char, 8192> buffer{};
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      timed_out = true;
      return output;
    }
    struct pollfd entry {
      fd, POLLIN, 0
    };
    if (::poll(&entry, 1, static_cast<int>(std::min<long long>(left.count(), 1000))) <= 0) continue;
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count <= 0) return output;
    output.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

std::optional<std::pair<unsigned, unsigned>> find_user(const std::string& name) {
  const struct passwd* entry = ::getpwnam(name.c_str());
  if (entry == nullptr) return std::nullopt;
  return std::pair(entry->pw_uid, entry->pw_gid);
}

ProcessResult run_process(const Command& command) {
  std::optional<std::pair<unsigned, unsigned>> ids;
  if (!command.user.empty()) {
    ids = find_user(command.user);
    if (!ids) throw Error(ErrorCode::failed, fmt::format("there is no system user '{}'", command.user));
  }
  std::vector<char*> argv;
  for (const auto& argument : command.argv) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);

  std::array<int, 2> channel{-1, -1};
  if (!command.inherit_output && ::pipe2(channel.data(), O_CLOEXEC) != 0) {
    throw Error(ErrorCode::failed,
                fmt::format("can't start {}: {}", command.argv.at(0), std::strerror(errno)));
  }
  const pid_t child = ::fork();
  if (child < 0)
    throw Error(ErrorCode::failed,
                fmt::format("can't start {}: {}", command.argv.at(0), std::strerror(errno)));
  if (child == 0) become(command, argv.data(), channel[1], ids);

  ProcessResult result;
  bool timed_out = false;
  if (!command.inherit_output) {
    ::close(channel[1]);
    result.output =
        read_until_closed(channel[0], std::chrono::steady_clock::now() + command.timeout, timed_out);
    ::close(channel[0]);
  }
  if (timed_out) ::kill(child, SIGKILL);
  result.exit_code = wait_for(child);
  if (timed_out) throw Error(ErrorCode::failed, fmt::format("{} did not finish in time", command.argv.at(0)));
  if (result.exit_code == 127 && result.output.empty()) {
    throw Error(ErrorCode::failed, fmt::format("can't find the program {}", command.argv.at(0)));
  }
  return result;
}

}  // namespace dunlin
