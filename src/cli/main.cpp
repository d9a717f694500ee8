#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <poll.h>
#include <string>
#include <sys/ioctl.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "base/Error.hpp"
#include "base/Interrupt.hpp"
#include "base/Text.hpp"
#include "cli/CommandLine.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Screen.hpp"
#include "revision.hpp"

namespace {

using namespace dunlin;

std::string working_directory() {
  std::error_code gone;
  return std::filesystem::current_path(gone).string();
}

cli::Screen::Options screen_options(const cli::Invocation& invocation) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string(term) == "dumb";
  struct winsize size {};
  ::ioctl(2, TIOCGWINSZ, &size);
  return {.json = invocation.json,
          .quiet = invocation.quiet,
          .color =
              ::isatty(1) == 1 && !dumb && !invocation.no_color && (no_color == nullptr || *no_color == '\0'),
          .live = ::isatty(2) == 1 && ::isatty(1) == 1 && !dumb && !invocation.json,
          .width = size.ws_col > 20 ? size.ws_col : 80,
          .directory = working_directory()};
}

// With --json an error is a result too: the same shape as a run that got nowhere.
int report(const Error& error, cli::Screen& screen) {
  const bool refused = error.code() == ErrorCode::refused || error.code() == ErrorCode::usage ||
                       error.code() == ErrorCode::lock_timeout;
  const char* outcome = error.code() == ErrorCode::interrupted ? "interrupted"
                        : refused                              ? "refused"
                                                               : "failed";
  screen.json(Json::object()
                  .set("outcome", outcome)
                  .set("migrations", Json::array())
                  .set("error", cli::error_json(error)));
  if (!screen.options().json) screen.error(error);
  return static_cast<int>(error.code());
}

// A folder that may not be written, a disk that is gone: nobody's defect.
Error of_the_file_system(const std::filesystem::filesystem_error& error) {
  const std::string path = error.path1().empty() ? error.path2().string() : error.path1().string();
  return Error(
      ErrorCode::failed,
      path.empty() ? fmt::format("the current folder: {}", error.code().message())
                   : fmt::format("{}: {}", printable(path), error.code().message()),
      "check that it is there, and that this user may read and write it; then run the command again");
}

int run(const std::vector<std::string>& words) {
  cli::Invocation invocation;
  for (const auto& word : words)
    invocation.json = invocation.json || word == "--json";  // also for a line that can't be parsed
  cli::Screen screen(screen_options(invocation));
  try {
    invocation = cli::parse_command_line(words);
    screen = cli::Screen(screen_options(invocation));
    if (invocation.command == "version") {
      screen.json(Json::object().set("version", DUNLIN_VERSION).set("revision", DUNLIN_REVISION));
      if (!invocation.json) screen.print(fmt::format("dunlin {} ({})\n", DUNLIN_VERSION, DUNLIN_REVISION));
      return 0;
    }
    return cli::find_command(invocation.command)->run(invocation, screen);
  } catch (const Error& error) {
    return report(error, screen);
  } catch (const std::filesystem::filesystem_error& error) {
    return report(of_the_file_system(error), screen);
  } catch (const std::exception& error) {
    return report(Error(ErrorCode::failed, error.what(),
                        "this is a defect of dunlin: please report it with the command that you typed"),
                  screen);
  }
}

// Started without standard input, output or error, a file that we open would be taken for them.
void have_standard_streams() {
  for (const int number : {0, 1, 2}) {
    if (::fcntl(number, F_GETFD) == -1 && ::open("/dev/null", O_RDWR) < 0) std::abort();
  }
}

// `dunlin log | head`: the other end of the pipe has read what it wanted.
bool reader_has_gone() {
  pollfd output{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
  return ::poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

// A result that nobody can read is none.
int with_written_output(int exit_code) {
  const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (written) return exit_code;
  if (!reader_has_gone())
    std::fputs(
        "error: standard output can't be written (is the disk full?): what was done is done, and its result "
        "isn't all there\n",
        stderr);
  return exit_code == 0 ? static_cast<int>(ErrorCode::failed) : exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  have_standard_streams();
  dunlin::catch_interrupts();
  return with_written_output(run(std::vector<std::string>(argv + 1, argv + argc)));
}
