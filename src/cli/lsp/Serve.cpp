#include "cli/lsp/Serve.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <vector>

#include "base/Error.hpp"
#include "cli/lsp/Framing.hpp"

namespace dunlin::cli::lsp {
namespace {

constexpr int k_silence_ms = 60;

void send(int out, const std::vector<Json>& messages) {
  std::string bytes;
  for (const auto& message : messages) bytes += framed(message.dump(-1));
  for (std::size_t sent = 0; sent < bytes.size();) {
    const auto count = ::write(out, bytes.data() + sent, bytes.size() - sent);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      throw Error(ErrorCode::failed, fmt::format("can't write to the editor: {}", std::strerror(errno)));
    sent += static_cast<std::size_t>(count);
  }
}

// True when there is something to read (or the end of it), false after `timeout` ms of silence.
bool wait_for_input(int in, int timeout) {
  struct pollfd waiting {
    in, POLLIN, 0
  };
  for (;;) {
    const int ready = ::poll(&waiting, 1, timeout);
    if (ready >= 0) return ready > 0;
    if (errno != EINTR)
      throw Error(ErrorCode::failed, fmt::format("can't wait for the editor: {}", std::strerror(errno)));
  }
}

// Hands over what has come; false at the end of the input.
bool read_some(int in, Framing& framing) {
  std::array<char, 65536> bytes;  // NOLINT: read() fills it
  for (;;) {
    const auto count = ::read(in, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      throw Error(ErrorCode::failed, fmt::format("can't read from the editor: {}", std::strerror(errno)));
    framing.feed({bytes.data(), static_cast<std::size_t>(count)});
    return count > 0;
  }
}

}  // namespace

int serve(Server& server, int in, int out) {
  Framing framing;
  for (;;) {
    if (server.has_work() && !wait_for_input(in, k_silence_ms)) {
      send(out, server.publish());
      continue;
    }
    if (!read_some(in, framing)) return 1;  // the editor is gone and hasn't said exit
    while (const auto frame = framing.next()) {
      send(out, frame->problem.empty() ? server.handle(frame->content) : server.refuse(frame->problem));
      if (server.exit_code()) return *server.exit_code();
    }
  }
}

}  // namespace dunlin::cli::lsp
