#include "base/Process.hpp"

#include <algorithm>
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
#include <thread>
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

// How often is looked whether a program that says nothing has ended.
constexpr std::chrono::milliseconds k_look{20};
constexpr std::chrono::milliseconds k_moment{200};
// What a pipe holds (pipe(7)): more than that was written after the program's end.
constexpr std::size_t k_pipe = 65536;

// It stays to be waited for.
bool has_ended(pid_t child) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == child;
}

// Up to the end of the output, or a moment behind that of the program (another one that writes down what it
// says may have to catch up): what it has left in the background may keep the pipe open for as long as it
// likes.
std::string read_output(pid_t child, int fd, std::chrono::steady_clock::time_point deadline, std::size_t most,
                        bool& timed_out) {
  std::string output;
  std::array<char, 8192> buffer{};
  std::size_t behind = 0;
  bool ended = false;
  while (true) {
    const auto now = std::chrono::steady_clock::now();
    if (!ended && has_ended(child)) {
      ended = true;
      deadline = now + k_moment;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now);  // never before it
    if (left.count() <= 0) {
      timed_out = !ended;
      return output;
    }
    struct pollfd entry {
      fd, POLLIN, 0
    };
    if (::poll(&entry, 1, static_cast<int>(std::min(left, k_look).count())) <= 0) continue;
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count <= 0) return output;
    output.append(buffer.data(), std::min(static_cast<std::size_t>(count), most - output.size()));
    if (output.size() >= most) return output;
    if (ended && (behind += static_cast<std::size_t>(count)) > k_pipe) return output;
  }
}

int status_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status_code(status);
}

// A program may close its output and go on.
int wait_for(pid_t child, std::chrono::steady_clock::time_point deadline, bool& timed_out) {
  int status = 0;
  for (auto pause = std::chrono::milliseconds(1); ::waitpid(child, &status, WNOHANG) == 0;
       pause = std::min(2 * pause, std::chrono::milliseconds(50))) {
    if (std::chrono::steady_clock::now() >= deadline) {
      timed_out = true;
      ::kill(child, SIGKILL);
      return wait_for(child);
    }
    std::this_thread::sleep_for(pause);
  }
  return status_code(status);
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
  const auto deadline = std::chrono::steady_clock::now() + command.timeout;
  if (!command.inherit_output) {
    ::close(channel[1]);
    result.output = read_output(child, channel[0], deadline, command.most_output, timed_out);
    ::close(channel[0]);
  }
  if (timed_out || result.output.size() >= command.most_output) ::kill(child, SIGKILL);
  result.exit_code =
      command.inherit_output || timed_out ? wait_for(child) : wait_for(child, deadline, timed_out);
  if (timed_out)
    throw ProcessTimeout(ErrorCode::failed, fmt::format("{} did not finish in time", command.argv.at(0)));
  if (result.exit_code == 127 && result.output.empty()) {
    throw Error(ErrorCode::failed, fmt::format("can't find the program {}", command.argv.at(0)));
  }
  return result;
}

}  // namespace dunlin
